"""Amounts, quantities and numerals: from what people write to whole numbers, and back.

Money is whole fen, quantities are whole thousandths of their unit; nothing is ever kept as a float.
"""

from __future__ import annotations

import math
import re
import unicodedata
from decimal import Decimal

from liaison.chinese.patterns import pattern
from liaison.errors import UserError

MOST_FEN = 10**13
"""The largest amount that is taken: 1,000 亿元. More is a slip of the hand."""

MOST_THOUSANDTHS = 10**13
MOST_WHOLE = 10**12

_LONGEST = 60
_SIMPLE = pattern(r"(\d{1,11})(?:\.(\d{1,2}))?", re.ASCII)
# Thousands set apart by commas or by spaces, one style in one number (GB/T 15835-2011, 5.1.1).
_NUMBER = r"(?P<number>\d+(?:\.\d*)?|\.\d+|\d{1,3}(?:,\d{3})+(?:\.\d*)?|\d{1,3}(?: \d{3})+(?:\.\d*)?)"
_SCALES = {"": 1, "百": 100, "千": 1_000, "万": 10_000, "百万": 10**6, "千万": 10**7, "亿": 10**8}
_SCALE = r"(?P<scale>百万|千万|百|千|万|亿)?"
_AMOUNT = pattern(rf"{_NUMBER} ?{_SCALE} ?(?:元|圆|块|块钱)?整?", re.ASCII)
_SPOKEN = pattern(
    r"(?:(?P<yuan>\d+) ?[元圆块])? ?(?:(?P<jiao>\d) ?[角毛])? ?(?:(?P<fen>\d) ?分)?整?", re.ASCII
)
_COUNT = pattern(rf"{_NUMBER} ?{_SCALE}", re.ASCII)
_CURRENCY = pattern(r"^(?:人民币|rmb|cny)?[:\s]*¥?\s*", re.IGNORECASE)
_MINUS = pattern(r"^[-−–—]|^\(.*\)$|^负")


def parse_money(value: str | int | float | Decimal) -> int:
    """The amount in fen that was typed or stands in a sheet, such as “1,409.50”, “¥1409.5元”, “1.2万”.

    Raises:
        UserError: nothing there, negative, finer than a fen, no amount at all, or above `MOST_FEN`.
    """
    if isinstance(value, str):
        simple = _SIMPLE.fullmatch(value)
        if simple:
            yuan, rest = simple.groups()
            return _bounded(int(yuan) * 100 + (int(rest.ljust(2, "0")) if rest else 0), MOST_FEN, "金额")
        exact = _amount_of_text(value)
    else:
        exact = _exact(value, 2, "金额")
    if exact < 0:
        raise UserError("金额不能是负数；记错的账请用红字冲销")
    fen = exact * 100
    if fen != fen.to_integral_value():
        raise UserError("金额最多写到分，即小数点后两位，例如 1409.50")
    return _bounded(int(fen), MOST_FEN, "金额")


def parse_quantity(value: str | int | float | Decimal) -> int:
    """The quantity in thousandths of its unit, such as “0.5”, “1,200”, “1.2万”.

    Raises:
        UserError: nothing there, negative, finer than a thousandth, no number, or too large.
    """
    exact = _count(value, 3, "数量")
    thousandths = exact * 1000
    if thousandths != thousandths.to_integral_value():
        raise UserError("数量最多写到小数点后三位，例如 0.5")
    return _bounded(int(thousandths), MOST_THOUSANDTHS, "数量")


def parse_whole(value: str | int | float | Decimal) -> int:
    """A whole number from 0 up, such as “12”, “１２”, “1,200”.

    Raises:
        UserError: nothing there, negative, not whole, no number, or too large.
    """
    exact = _count(value, 0, "这里")
    if exact != exact.to_integral_value():
        raise UserError("这里要填整数，不带小数，例如 12")
    return _bounded(int(exact), MOST_WHOLE, "这里")


def _amount_of_text(value: str) -> Decimal:
    text = _tidy(value, "金额")
    if not text:
        raise UserError("金额是空的，请填写，例如 1409.50")
    text = _CURRENCY.sub("", text, count=1)
    if _MINUS.match(text):
        raise UserError("金额不能是负数；记错的账请用红字冲销")
    match = _AMOUNT.fullmatch(text.removeprefix("+"))
    if match:
        return Decimal(match["number"].replace(",", "").replace(" ", "")) * _SCALES[match["scale"] or ""]
    spoken = _SPOKEN.fullmatch(text)
    if spoken and any(spoken.groups()):
        yuan, jiao, fen = (int(part or 0) for part in spoken.groups())
        return Decimal(yuan * 100 + jiao * 10 + fen) / 100
    raise _not_understood(value, "金额", "1409.50 或 1.2万")


def _count(value: str | int | float | Decimal, places: int, what: str) -> Decimal:
    if isinstance(value, str):
        text = _tidy(value, what)
        if not text:
            raise UserError(f"{what}是空的，请填写一个数，例如 12")
        if _MINUS.match(text):
            raise UserError(f"{what}不能是负数")
        match = _COUNT.fullmatch(text.removeprefix("+"))
        if not match:
            raise _not_understood(value, what, "12")
        return Decimal(match["number"].replace(",", "").replace(" ", "")) * _SCALES[match["scale"] or ""]
    exact = _exact(value, places, what)
    if exact < 0:
        raise UserError(f"{what}不能是负数")
    return exact


def _tidy(value: str, what: str) -> str:
    """Half-width, single blanks, and the full stop of a Chinese keyboard read as a decimal point."""
    if len(value) > _LONGEST:
        raise UserError(f"{what}太长了，请只填一个数")
    text = unicodedata.normalize("NFKC", value).replace("。", ".").replace("、", ",")
    return " ".join(text.split()).removeprefix("'")


def _exact(value: int | float | Decimal, places: int, what: str) -> Decimal:
    """A sheet's number without the dust of binary fractions (0.1+0.2 is 0.3)."""
    if isinstance(value, bool):
        raise UserError(f"{what}要填数字，不是“是”或“否”")
    if not isinstance(value, float):
        exact = Decimal(value)
        if not exact.is_finite():
            raise UserError(f"{what}不是一个数，请检查表格里的公式")
        return exact
    if not math.isfinite(value):
        raise UserError(f"{what}不是一个数，请检查表格里的公式")
    exact = Decimal(repr(value))
    if exact.adjusted() > 20:
        return exact  # refused as too large in a moment
    rounded = exact.quantize(Decimal(1).scaleb(-places))
    dust = Decimal(max(1e-7, 64 * math.ulp(value)))
    return rounded if abs(exact - rounded) <= dust else exact


def _bounded(number: int, most: int, what: str) -> int:
    if number > most:
        raise UserError(f"{what}太大了，请检查是否多写了零")
    return number


def _not_understood(value: str, what: str, example: str) -> UserError:
    if re.search(r"\d\s*[eE]\s*\+?\s*\d", value):
        return UserError(f"{what}“{value.strip()}”是表格的科学记数，已看不出原数，请改填完整的数字")
    if re.search(r"\d[,，][\d,，]*", value):
        return UserError(f"{what}“{value.strip()}”的逗号位置不对，请去掉逗号再填，例如 {example}")
    return UserError(f"{what}“{value.strip()}”看不明白，请只填数字，例如 {example}")


def money(fen: int) -> str:
    """Fen as yuan with two decimals and commas: 140950 → “1,409.50”."""
    sign = "-" if fen < 0 else ""
    yuan, rest = divmod(abs(fen), 100)
    return f"{sign}{yuan:,}.{rest:02d}"


def quantity(thousandths: int) -> str:
    """Thousandths as a plain number without trailing zeros: 500 → “0.5”."""
    sign = "-" if thousandths < 0 else ""
    whole, rest = divmod(abs(thousandths), 1000)
    return f"{sign}{whole}.{rest:03d}".rstrip("0").rstrip(".")


def measured(thousandths: int, unit: str) -> str:
    """A quantity with its unit: “7.5袋”; a unit that begins with a figure stands apart: “10×25公斤袋”."""
    return f"{quantity(thousandths)}{'×' if unit[:1].isdecimal() else ''}{unit}"


def before_number(name: str) -> str:
    """A thing's name before how many there are: “大米”7.5袋; one that ends in a figure stands apart: “水泥42.5 ”2吨."""
    return f"{name} " if name[-1:].isdecimal() else name


_CAPITALS = "零壹贰叁肆伍陆柒捌玖"
_HANZI = "零一二三四五六七八九"


def money_in_capitals(fen: int, *, prefix: bool = True) -> str:
    """An amount in capitals: 140950 → “人民币壹仟肆佰零玖元伍角整”.

    支付结算办法, annex 1: the amount follows 人民币 without a gap, 整 closes an amount that ends in yuan;
    where a zero may be written or left out, the form named first is taken (壹仟陆佰捌拾元零叁角贰分).
    会计基础工作规范 wants 整 after jiao too, which the first rule allows.
    """
    yuan, rest = divmod(abs(fen), 100)
    jiao, cents = divmod(rest, 10)
    text = _spell(yuan, _CAPITALS, "拾佰仟") + "元" if yuan or not rest else ""
    if jiao:
        text += ("零" if yuan and yuan % 10 == 0 else "") + _CAPITALS[jiao] + "角"
    if cents:
        text += ("零" if yuan and not jiao else "") + _CAPITALS[cents] + "分"
    else:
        text += "整"
    return ("人民币" if prefix else "") + ("负" if fen < 0 else "") + text


def in_hanzi(number: int) -> str:
    """A numeral as headings and articles count: 1 → 一, 11 → 十一, 20 → 二十, 105 → 一百零五."""
    if number < 0:
        raise ValueError("in_hanzi counts from 0 up")
    text = _spell(number, _HANZI, "十百千")
    return text[1:] if text.startswith("一十") else text


def in_hanzi_digits(number: int | str) -> str:
    """Digit by digit, as years are written: 2026 → 二〇二六."""
    return str(number).translate(_DIGITS)


_DIGITS = str.maketrans("0123456789", "〇一二三四五六七八九")


def _spell(number: int, digits: str, units: str) -> str:
    """A whole number in words; 亿 repeats above 10^16, which no office reaches."""
    if number == 0:
        return digits[0]
    for size, word in ((10**8, "亿"), (10**4, "万")):
        if number >= size:
            high, low = divmod(number, size)
            text = _spell(high, digits, units) + word
            if not low:
                return text
            return text + (digits[0] if low < size // 10 else "") + _spell(low, digits, units)
    text = ""
    pending = False
    for position in (3, 2, 1, 0):
        digit = number // 10**position % 10
        if digit:
            text += (digits[0] if pending else "") + digits[digit] + (units[position - 1] if position else "")
            pending = False
        else:
            pending = bool(text)
    return text
