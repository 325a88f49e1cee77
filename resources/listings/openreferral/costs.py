"""What a service costs, as a feed says it: free where every amount is 0, and no guess."""

from resources.choices import ServiceCost
from resources.listings.openreferral.cleaning import Notes, line, parts, plain, said
from resources.listings.openreferral.feeds import Json

FREE = frozenset({"free", "free of charge", "no charge", "none"})


def costs_of(service: Json, notes: Notes) -> dict[str, str]:
    """Return whether it is free, and what is said of what it costs."""
    options = parts(service, "cost_options")
    amounts = [amount for one in options if (amount := _amount(one, notes)) is not None]
    words = [plain(service, "fees_description", notes), plain(service, "fees", notes)]
    told = [text for one in options if (text := _words(one, notes))]
    is_said_free = any(text.casefold().rstrip(".") in FREE for text in words)
    if any(amounts):
        cost = ServiceCost.PAID
    elif is_said_free or (amounts and len(amounts) == len(options)):
        cost = ServiceCost.FREE
    else:
        cost = ServiceCost.NOT_KNOWN
    kept = [text for text in (*words, *told) if text and text.casefold().rstrip(".") not in FREE]
    fees = "\n".join(dict.fromkeys(kept))
    return {"cost": cost.value, **({"fees_description": fees} if fees else {})}


def _amount(option: Json, notes: Notes) -> float | None:
    typed = said(option, "amount")
    if not typed:
        return None
    try:
        amount = float(typed)
    except ValueError:
        amount = -1.0
    if not 0 <= amount < 1_000_000:
        notes.add("cost_options.amount", f"{typed[:20]!r} is no amount, and was left out")
        return None
    return amount


def _words(option: Json, notes: Notes) -> str:
    """Return what a price is for, with the price where it is one of this currency."""
    about = [line(option, key, notes, 200) for key in ("option", "amount_description")]
    amount = _amount(option, notes)
    is_pounds = said(option, "currency").casefold() in {"", "gbp"}
    price = f"\u00a3{amount:.2f}" if amount and is_pounds else ""
    return ": ".join(text for text in (*about, price) if text)
