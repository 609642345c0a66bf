"""Gifts received, handed out and left. Money and goods are never added together, goods go per item and unit.

Only entries that count are counted: entered, not voided and not themselves a reversal. A correction of an earlier
year's entry moves the sums of the year it is dated in, and is no gift of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from liaison.books.balances import OWN, valid
from liaison.books.donations import GOODS, MONEY, PURPOSES
from liaison.chinese import numbers
from liaison.figures.asking import Question, ordered
from liaison.figures.figure import Figure, amount, capitals, count, goods, with_others
from liaison.store import ledger_chain

_DONOR_KINDS = ("委员", "在外人士", "企业", "单位", "群众", "未注明")


@dataclass(frozen=True, slots=True)
class _Gifts:
    """Entries of one purpose, kind, donor and item taken together; money in fen, quantity in thousandths.

    `own`: they are gifts or handouts; else corrections of such.
    """

    kind: str
    purpose: str
    donor_kind: str
    member: int | None
    item: str
    own: bool
    amount: int
    quantity: int
    estimate: int
    records: tuple[int, ...]


def gifts(question: Question) -> Iterator[Figure]:
    """Donations and handouts of the period, and what is left at its end."""
    in_period = "t.date >= :first AND t.date <= :last"
    came = _entries(question, "donations", in_period)
    yield from _received(question, came)
    yield from _handed_out(_entries(question, "handouts", in_period))
    until = "t.date <= :last"
    yield from _ledgers(question)
    yield from _left(_entries(question, "donations", until), _entries(question, "handouts", until))


def _ledgers(question: Question) -> Iterator[Figure]:
    """Where both ledgers stand now, whatever the period: on paper this is what a later check is held against."""
    for book, word in (("donations", "捐赠账簿"), ("handouts", "发放账簿")):
        entries, fen, _ = head = ledger_chain.head(question.desk.database, book)
        text = f"{entries}笔" + (f"，合计{numbers.money(fen)}元，校验码{head.letters}" if entries else "")
        records = question.numbers(f"SELECT record FROM chain WHERE book = '{book}'")
        yield count(f"{book}.ledger", f"{word}（历年）", "笔", book, records, value=entries, text=text)


def _entries(question: Question, book: str, when: str) -> list[_Gifts]:
    """Item and unit are one key, parted at the last slash; so a unit may not hold one (袋/25公斤)."""
    donor = "coalesce(t.donor_kind, '未注明'), t.member" if book == "donations" else "'', NULL"
    estimate = "coalesce(sum(t.estimate), 0)" if book == "donations" else "0"
    return [
        _Gifts(*row)
        for row in question.groups(
            f"SELECT t.kind, t.purpose, {donor}, coalesce(t.item || '/' || replace(t.unit, '/', '／'), ''),"
            f" {OWN},"
            f" coalesce(sum(t.amount), 0), coalesce(sum(t.quantity), 0), {estimate}, json_group_array(t.id)"
            f" FROM {book} t WHERE {when} AND {valid(book)} GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY min(t.id)"
        )
    ]


def _records(entries: Iterable[_Gifts]) -> list[int]:
    return [n for entry in entries for n in entry.records]


def _own(entries: Iterable[_Gifts]) -> list[int]:
    """What counts as one: no corrections."""
    return [n for entry in entries if entry.own for n in entry.records]


def _of(entries: Sequence[_Gifts], choose: Callable[[_Gifts], bool]) -> list[_Gifts]:
    return [entry for entry in entries if choose(entry)]


def _received(question: Question, entries: Sequence[_Gifts]) -> Iterator[Figure]:
    money = _of(entries, lambda e: e.kind == MONEY)
    yield count("donations.count", "收到捐赠", "笔", "donations", _own(entries))
    for kind in ordered((e.kind for e in entries if e.own), (MONEY, GOODS)):
        chosen = _own(_of(entries, lambda e: e.kind == kind))  # noqa: B023
        yield count(f"donations.count:kind={kind}", f"收到捐{kind}", "笔", "donations", chosen)
    yield amount("donations.money", "收到捐款", sum(e.amount for e in money), "donations", _records(money))
    yield capitals("donations.capitals", "收到捐款（大写）", sum(e.amount for e in money), "donations", _records(money))
    purposes = ordered((e.purpose for e in entries), PURPOSES)
    yield from _split("purpose", [(p, f"{p}收到", "捐赠", _of(entries, lambda e: e.purpose == p)) for p in purposes])  # noqa: B023
    kinds = ordered((e.donor_kind for e in entries), _DONOR_KINDS)
    yield from _split("donor_kind", [(k, k, "捐赠", _of(entries, lambda e: e.donor_kind == k)) for k in kinds])  # noqa: B023
    people = question.people({e.member for e in entries if e.member is not None})
    named = [(question.person(m), _of(entries, lambda e: e.member == m)) for m in people]  # noqa: B023
    yield from _split("person", [(name, name, "捐赠", chosen) for name, chosen in named])
    yield from _goods("donations", "收到", entries)
    with_estimate = _of(entries, lambda e: bool(e.estimate))
    yield amount("donations.estimate", "物资估值", sum(e.estimate for e in with_estimate), "donations",
                 _records(with_estimate))  # fmt: skip
    yield from _corrected("donations", "捐赠", entries)


def _corrected(book: str, word: str, entries: Sequence[_Gifts]) -> Iterator[Figure]:
    corrections = _of(entries, lambda e: not e.own)
    yield count(f"{book}.corrected", f"更正以前年度{word}", "笔", book, _records(corrections))
    money = _of(corrections, lambda e: e.kind == MONEY)
    label, fen = f"更正以前年度{word}的差额", sum(e.amount for e in money)
    yield amount(f"{book}.corrected_money", label, fen, book, _records(money))


def _split(dimension: str, parts: Iterable[tuple[str, str, str, list[_Gifts]]]) -> Iterator[Figure]:
    for value, who, word, chosen in parts:
        if own := _own(chosen):
            yield count(f"donations.count:{dimension}={value}", f"{who}{word}", "笔", "donations", own)
        money = _of(chosen, lambda e: e.kind == MONEY)
        if money:
            label = f"{who}{word.replace('赠', '款')}"
            total = sum(e.amount for e in money)
            yield amount(f"donations.money:{dimension}={value}", label, total, "donations", _records(money))


def _goods(book: str, word: str, entries: Sequence[_Gifts]) -> Iterator[Figure]:
    things = _of(entries, lambda e: e.kind == GOODS)
    for name in dict.fromkeys(e.item for e in things):
        item, _, unit = name.rpartition("/")
        chosen = _of(things, lambda e: e.item == name)  # noqa: B023
        total = sum(e.quantity for e in chosen)
        yield goods(f"{book}.goods:item={name}", f"{word}{item}", total, unit, book, _records(chosen))


def _handed_out(entries: Sequence[_Gifts]) -> Iterator[Figure]:
    money = _of(entries, lambda e: e.kind == MONEY)
    yield count("handouts.count", "发放", "笔", "handouts", _own(entries))
    for kind in ordered((e.kind for e in entries if e.own), (MONEY, GOODS)):
        chosen = _own(_of(entries, lambda e: e.kind == kind))  # noqa: B023
        yield count(f"handouts.count:kind={kind}", f"发{kind}", "笔", "handouts", chosen)
    yield amount("handouts.money", "发放捐款", sum(e.amount for e in money), "handouts", _records(money))
    for purpose in ordered((e.purpose for e in entries), PURPOSES):
        if chosen := _own(_of(entries, lambda e: e.purpose == purpose)):  # noqa: B023
            yield count(f"handouts.count:purpose={purpose}", f"{purpose}发放", "笔", "handouts", chosen)
        paid = _of(money, lambda e: e.purpose == purpose)  # noqa: B023
        if paid:
            total = sum(e.amount for e in paid)
            yield amount(f"handouts.money:purpose={purpose}", f"{purpose}发放款", total, "handouts", _records(paid))
    yield from _goods("handouts", "发放", entries)
    yield from _corrected("handouts", "发放", entries)


def _left(came: Sequence[_Gifts], went: Sequence[_Gifts]) -> Iterator[Figure]:
    """What is left at the end of the period, of everything ever given."""

    def money(key: str, label: str, purpose: str | None) -> Figure:
        sides = [
            _of(side, lambda e: e.kind == MONEY and purpose in (None, e.purpose)) for side in (came, went)
        ]
        left = sum(e.amount for e in sides[0]) - sum(e.amount for e in sides[1])
        make = capitals if key == "balance.capitals" else amount
        return with_others(make(key, label, left, "donations", _records(sides[0])), handouts=_records(sides[1]))

    yield money("balance.money", "结存捐款", None)
    yield money("balance.capitals", "结存捐款（大写）", None)
    with_money = [e.purpose for e in (*came, *went) if e.kind == MONEY]
    for purpose in ordered(with_money, PURPOSES):
        yield money(f"balance.money:purpose={purpose}", f"{purpose}结存", purpose)
    for name in dict.fromkeys(e.item for e in (*came, *went) if e.kind == GOODS):
        item, _, unit = name.rpartition("/")
        sides = [_of(side, lambda e: e.kind == GOODS and e.item == name) for side in (came, went)]  # noqa: B023
        left = sum(e.quantity for e in sides[0]) - sum(e.quantity for e in sides[1])
        figure = goods(f"balance.goods:item={name}", f"结存{item}", left, unit, "donations", _records(sides[0]))
        yield with_others(figure, handouts=_records(sides[1]))
