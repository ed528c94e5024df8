"""What the words around a number say that it is."""

import regex

# Words that lead from a cue to its number: "my number is", "call me on".
_LEADING = (
    r"(?:[\s:;.,=#>\-–—(*_\"'“’]|\b(?:no|nos|num|number|numbers|id|ids|is|was|are|on|at|me|us|him|"
    r"her|them|my|his|their|our|your|the|this|that|same|to|it|in|of|a|for|please|now|directly|"
    r"under|with|card|code|reads|says|being|and|or)\b)"
)


def _before(cues: str) -> "regex.Pattern[str]":
    return regex.compile(rf"(?<![a-z])(?:{cues})(?![a-z]){_LEADING}{{0,8}}+$")


PHONE = _before(
    r"call|calls|calling|phone|phones|ph|telephone|tel|mobile|mob|cell|cellphone|contact|"
    r"whats ?app|wa|telegram|signal|ring|dial|text|sms|reach|landline|hotline|fax"
)
# Less sure: it may be the number of an account.
NUMBER = _before(r"(?:my|his|her|their|whose|personal|the) (?:number|no)|numbers? (?:is|are)")
PHONE_AFTER = regex.compile(
    r"[\s.,)\-–(]{0,4}(?:(?:is|was|it's|that's|on)\s)?(?:(?:my|his|her|their|the|our)\s)?"
    r"(?:personal\s)?(?:phone|mobile|whats ?app|cell|contact|telephone|number\b(?! of))"
)
# Numbers that are given out by offices and shops, or that count something.
OTHER = _before(
    r"order|orders|invoice|bill|receipt|ref|reference|ticket|tracking|awb|consignment|shipment|"
    r"parcel|isbn|issn|doi|serial|sr|model|part|(?<!any |that |this )case|cases|crime|fir|docket|"
    r"petition|appeal|writ|"
    r"suit|complaint|account|accounts|a/c|acct|roll|registration|regn|reg|application|appl|pnr|"
    r"epic|gst|gstin|cin|folio|policy|survey|section|sections|clause|article|articles|rule|act|"
    r"patent|barcode|batch|lot|token|voucher|coupon|transaction|txn|utr|rrn|upi ref|version|build|"
    r"id|transfer|cheque|check no|demand draft|train|flight|vehicle|engine|chassis|meter|consumer|"
    r"customer|employee|enrolment|enrollment|licence|license|tender|file|page|pages|verse|hymn|"
    r"item|ward|sector|zone|division|phase|covid|class|age|aged|chapter|grade|route|bus|sku|"
    r"product|asin|oclc|pmid|seed|hash|unix|timestamp|epoch|population|rs|inr|usd|gbp|eur|"
    r"rupees|dollars|pounds|[₹$£€]"
)
AMOUNT_AFTER = regex.compile(
    r"\s{0,2}(?:/-|%|°|[₹$£€]|(?:per ?cent|crores?|lakhs?|lacs?|million|billion|trillion|thousand|"
    r"rs|rupees?|dollars?|pounds?|euros?|people|persons?|votes?|voters?|citizens?|users?|views?|"
    r"followers?|subscribers?|shares?|units?|times|years?|days?|hours?|minutes?|seconds?|"
    r"milliseconds?|km|kms|kilomet\w+|miles?|met(?:re|er)s?|m|kg|kgs|tonnes?|tons?|lit(?:re|er)s?|"
    r"bytes?|kb|mb|gb|bits?|mw|kwh|units?|cases?|deaths?|jobs?|houses?|trees?|runs?|copies|"
    r"sq|square|acres?|hectares?|cusecs?|inhabitants?|households?|families|cars|vehicles)\b)"
)
AADHAAR = _before(r"aadhaar|aadhar|adhaar|adhar|uidai|uid")
PAN = _before(r"pan")
SOCIAL_SECURITY = _before(r"ssn|ss#|social security|social")
NATIONAL_INSURANCE = _before(r"national insurance|ni|nino")
PASSPORT = _before(r"passport")
UPI = _before(r"upi|gpay|g-pay|google ?pay|phone ?pe|paytm|bhim|vpa")
MAIL = _before(
    r"mail|mails|e-?mail|mail id|email id|gmail|write|writes|contact|reach|send|sent|drop|address"
)
CARD = _before(r"card|visa|mastercard|master card|rupay|amex|debit|credit|maestro|cc")
ACCOUNT = _before(r"account|accounts|a/c|acct|ac")
