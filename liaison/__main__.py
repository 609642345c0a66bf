"""The command line: the same doors as the window, for scripts, checks and county IT.

Exit status: 0 done; 1 the user must do something (the sentence is on standard error); 2 wrong usage.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from liaison.errors import BadInput, UserError

if TYPE_CHECKING:
    from liaison.office import Office


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit status."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options) or 0)
    except BadInput as error:
        for problem in error.problems:
            print(problem, file=sys.stderr)
        return 1
    except UserError as error:
        print(error.sentence, file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m liaison", description="联络簿的命令行")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: object, help: str) -> argparse.ArgumentParser:
        found = commands.add_parser(name, help=help, description=help)
        found.set_defaults(run=run)
        return found

    def opening(name: str, run: object, help: str) -> argparse.ArgumentParser:
        """A command that opens an office, which may have a password."""
        found = command(name, run, help)
        found.add_argument("dir", type=Path)
        found.add_argument("--password-file", type=Path, metavar="FILE", help="密码写在这个文件的第一行；不写就当面问")
        return found

    one = command("init", _init, "建立一个联络处")
    one.add_argument("dir", type=Path)
    one.add_argument("--name", required=True)
    one.add_argument("--town", required=True)
    one.add_argument("--director", default="")

    one = command("sample", _sample, "建立示例联络处")
    one.add_argument("dir", type=Path)
    one.add_argument("--members", type=_between(1, 200), default=11)
    one.add_argument("--years", type=_between(1, 20), default=3)
    one.add_argument("--until", type=_day, default=None)
    one.add_argument("--seed", type=int, default=1)

    one = opening("import", _import, "从表格导入一本册子（xlsx xls ods csv）")
    one.add_argument("book", choices=_book_names(), metavar="BOOK")
    one.add_argument("file", type=Path)
    one.add_argument("--dry-run", action="store_true")
    one.add_argument("--json", action="store_true")

    one = opening("export", _export, "把一本册子导出成表格（xlsx csv）")
    one.add_argument("book", choices=_book_names(), metavar="BOOK")
    one.add_argument("file", type=Path)
    one.add_argument("--private", action="store_true", help="也导出电话、身份证号和住址；信访包保要写上才导出")

    one = opening("figures", _figures, "一个时段的全部数字，每个都带出处")
    one.add_argument("--period", required=True)
    one.add_argument("--json", action="store_true")

    one = opening("paper", _paper, "做一份文稿，PDF 和 Word")
    one.add_argument("paper")
    one.add_argument("--period", default="")
    one.add_argument("--member", default="")
    one.add_argument("--activity", default="")
    one.add_argument("--record", action="append", type=int, default=[], help="记录的编号，可以写几次")
    one.add_argument("--phones", action="store_true", help="印出电话")
    one.add_argument("--red-head", action="store_true", help="印红头")
    one.add_argument("--number", default="", help="发文字号，如 云协联〔2026〕12号")
    one.add_argument("--signer", default="", help="签发人，上行文用")
    one.add_argument("--copies-to", default="", help="抄送，用顿号分开；连同版记一起印")
    one.add_argument("--each", action="store_true", help="一条记录一个文件")
    one.add_argument("--out", type=Path, required=True)
    one.add_argument("--format", default="pdf,docx")

    one = command("books", _books, "有哪些册子，各有哪些列")
    one.add_argument("--json", action="store_true")
    one = command("papers", _papers, "有哪些文稿")
    one.add_argument("--json", action="store_true")

    one = opening("check", _check, "核对资料、编号、余额和附件")
    one.add_argument("--json", action="store_true")

    one = opening("backup", _backup, "备份到一个文件，附件也在里面")
    one.add_argument("file", type=Path)
    one = command("restore", _restore, "从备份恢复到一个新文件夹")
    one.add_argument("file", type=Path)
    one.add_argument("dir", type=Path)
    one.add_argument("--password-file", type=Path, default=None, help="备份的密码或恢复码在这个文件里")
    one = opening("hand-over", _hand_over, "把整个联络处写成一个文件，移交给继任者")
    one.add_argument("file", type=Path)
    one = command("receive", _receive, "接收移交的文件，建成一个新文件夹")
    one.add_argument("file", type=Path)
    one.add_argument("dir", type=Path)
    one.add_argument("--code-file", type=Path, default=None, help="移交码在这个文件里")
    return parser


def _opened(options: argparse.Namespace) -> Office:
    """The office of a command, with its password asked for where it has one."""
    from liaison.office import Office
    from liaison.safety.asking import key_for

    return Office.open(options.dir, key=key_for(options.dir, options.password_file))


# -- commands ---------------------------------------------------------------------------------------


def _init(options: argparse.Namespace) -> None:
    from liaison.office import Office

    with Office.create(options.dir, name=options.name, town=options.town, director=options.director) as office:
        print(f"已建立{office.settings.name}")


def _sample(options: argparse.Namespace) -> None:
    from liaison.sample import make_sample

    with make_sample(
        options.dir, members=options.members, years=options.years, until=options.until, seed=options.seed
    ) as office:
        counts = "，".join(b.count_words(office.count(b.name)) for b in office.books.values() if office.count(b.name))
        print(f"已建立示例联络处：{counts}")


def _import(options: argparse.Namespace) -> int:
    with _opened(options) as office:
        sheet, header_at = office.read_for(options.book, options.file)
        plan = office.plan_import(options.book, sheet, header_at)
        if options.json:
            print(
                _json(
                    {
                        "book": plan.book, "sheet": plan.sheet, "header_row": plan.header_row,
                        "mapping": {name: plan.headings[at] for name, at in plan.mapping.items()},
                        "unused": plan.unused, "good": len(plan.records), "merged": plan.merged,
                        "problems": [
                            {"row": p.row, "column": p.column, "sentence": p.sentence, "blocking": p.blocking}
                            for p in plan.problems
                        ],
                        "written": not options.dry_run and not plan.rejected,
                    }
                )
            )
        if plan.rejected:
            raise BadInput(plan.rejected)
        noun = office.books[options.book].count_words(len(plan.records))
        if options.dry_run:
            words = f"可以导入 {noun}，没有写入"
        else:
            office.import_plan(plan)
            words = f"已导入 {noun}"
        if not options.json:
            for problem in plan.problems:
                print(problem, file=sys.stderr)
            print(words)
    return 0


def _export(options: argparse.Namespace) -> None:
    with _opened(options) as office:
        count = office.export(options.book, options.file, private=options.private)
        print(f"已导出 {office.books[options.book].count_words(count)}到“{options.file.name}”")


def _figures(options: argparse.Namespace) -> None:
    from liaison.chinese.dates import Period

    period = Period.parse(options.period)
    with _opened(options) as office:
        figures = office.figures(period)
        if options.json:
            print(
                _json(
                    {
                        "office": office.settings.name, "period": period.key, "label": period.label,
                        "first": period.first, "last": period.last, "figures": figures.as_json(),
                    }
                )
            )
            return
        for figure in figures.values():
            base = f"（{figure.base}）" if figure.base else ""
            print(f"{figure.label}\t{figure.text}{base}")


def _paper(options: argparse.Namespace) -> None:
    from liaison.chinese.dates import Period
    from liaison.papers import Issue, Request

    copies = tuple(name for name in options.copies_to.split("、") if name)
    request = Request(
        period=Period.parse(options.period) if options.period else None,
        member=options.member,
        activity=options.activity,
        records=tuple(options.record),
        phones=options.phones,
        issue=Issue(
            options.red_head, options.number, options.signer, copies, imprint=options.red_head or bool(copies)
        ),
    )
    formats = [form.strip() for form in options.format.split(",") if form.strip()]
    with _opened(options) as office:
        for path in office.make_paper(options.paper, options.out, request, formats=formats, each=options.each):
            print(path)


def _books(options: argparse.Namespace) -> None:
    from liaison.books import BOOKS

    found = [
        {
            "name": book.name, "title": book.title, "noun": book.noun, "ledger": book.ledger is not None,
            "columns": [
                {
                    "name": f.name, "label": f.label, "kind": type(f).__name__.lower(), "required": f.required,
                    "private": f.private, "typed": f.typed, "aliases": list(f.aliases),
                    "options": list(getattr(f, "options", ())),
                }
                for f in book.columns
            ],
        }
        for book in BOOKS.values()
    ]
    if options.json:
        print(_json(found))
        return
    for book in BOOKS.values():
        print(f"{book.name}\t{book.title}\t{' '.join(f.label + ('*' if f.required else '') for f in book.typed)}")


def _papers(options: argparse.Namespace) -> None:
    from liaison.papers import PAPERS

    if options.json:
        print(
            _json(
                [
                    {
                        "name": p.name, "title": p.title, "about": p.about, "needs": p.needs, "book": p.book,
                        "formal": p.formal, "batch": p.batch, "phones": p.phones,
                    }
                    for p in PAPERS.values()
                ]
            )
        )
        return
    for paper in PAPERS.values():
        print(f"{paper.name}\t{paper.title}\t{paper.about}")


def _check(options: argparse.Namespace) -> int:
    from liaison.kit.checking import check_office
    from liaison.kit.ledger_check import heads

    with _opened(options) as office:
        found = check_office(office) + office.gifts.overdrawn()
        if options.json:
            counts = {name: office.count(name) for name in office.books}
            print(_json({"sound": not found, "problems": found, "counts": counts, "ledgers": heads(office)}))
        else:
            print("核对过了，没有问题" if not found else "\n".join(found))
    return 1 if found else 0


def _backup(options: argparse.Namespace) -> None:
    with _opened(options) as office:
        office.backup.to_file(options.file)
        print(f"已备份到“{options.file.name}”，读回核对一致")


def _restore(options: argparse.Namespace) -> None:
    from liaison.safety import backups
    from liaison.safety.asking import ask_secret

    parcel = backups.look(options.file)
    secret = ask_secret(options.password_file, "备份的密码或恢复码：") if parcel.needs_secret else ""
    made = backups.restore_new(options.file, options.dir, secret)
    print(f"已恢复{parcel.office_name}：{_counts(made.after)}")


def _hand_over(options: argparse.Namespace) -> None:
    from liaison.safety.protection import new_recovery_code

    with _opened(options) as office:
        code = new_recovery_code()
        made = office.backup.hand_over(options.file, code)
        print(f"已写成“{made.path.name}”：{_counts(made.counts)}")
        print(f"移交码\t{code}")
        print(f"核对码\t{made.digest}")


def _receive(options: argparse.Namespace) -> None:
    from liaison.safety import backups
    from liaison.safety.asking import ask_secret

    code = ask_secret(options.code_file, "移交码：")
    made = backups.receive(options.file, options.dir, code)
    print(f"已接收{made.name}：{_counts(made.counts)}")
    print(f"核对码\t{made.digest}")


def _counts(counts: Mapping[str, int]) -> str:
    """委员 11 名，活动 36 次; books without records are left out."""
    from liaison.books import BOOKS

    words = [book.count_words(counts[name]) for name, book in BOOKS.items() if counts.get(name)]
    return "，".join(words) or "还没有记录"


# -- arguments --------------------------------------------------------------------------------------


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)


def _book_names() -> list[str]:
    from liaison.books import BOOKS

    return list(BOOKS)


def _between(least: int, most: int):  # type: ignore[no-untyped-def]
    def number(text: str) -> int:
        value = int(text)
        if not least <= value <= most:
            raise argparse.ArgumentTypeError(f"{least} 到 {most}")
        return value

    return number


def _day(text: str) -> str:
    from liaison.chinese.dates import parse_date

    try:
        return parse_date(text)
    except UserError as error:
        raise argparse.ArgumentTypeError(error.sentence) from error


if __name__ == "__main__":
    sys.exit(main())
