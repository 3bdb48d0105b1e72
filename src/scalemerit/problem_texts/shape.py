"""Problems of keys, values and numbers."""

from __future__ import annotations

from scalemerit.wording import Code

CODES: dict[str, Code] = {
    # Shape of a scenario
    "unknown-key": Code(
        "error",
        "`{key}` is not a field of {owner}",
        "{hint}",
        "`{key}` は{owner}の項目ではありません",
        "{hint}",
    ),
    "missing-key": Code(
        "error",
        "{owner} needs `{key}`",
        "add `{key}: …`",
        "{owner}に `{key}` がありません",
        "`{key}: …` を書き足してください",
    ),
    "empty-value": Code(
        "error",
        "`{key}` has no value",
        "write a value, or delete the line",
        "`{key}` に値がありません",
        "値を書くか、行を削除してください",
    ),
    "comma-in-braces": Code(
        "error",
        "`{key}` stands alone, because inside {{ }} a comma ends the value before it",
        'write the number without the comma, as 4800, or in quotes, as "4,800"',
        "{{ }} の中ではカンマで値が区切られるため、`{key}` が単独の項目になっています",
        '4800 のようにカンマを除くか、"4,800" のように引用符で囲んでください',
    ),
    "colon-space": Code(
        "error",
        "`{found}` is read as one text, because no space follows its colon",
        "write a half-width colon and a space: `key: value`",
        "`{found}` はコロンの後に空白がないため、ひと続きの文字列として読まれます",
        "半角のコロンと半角スペースを入れて `キー: 値` と書いてください",
    ),
    "wrong-type": Code(
        "error",
        "{expected} is expected here, this is {found}",
        "{remedy}",
        "ここには{expected}を書きますが、これは{found}です",
        "{remedy}",
    ),
    "wrong-version": Code(
        "error",
        "this version of scalemerit reads format 1, the file says `{found}`",
        "write `scalemerit: 1`",
        "このバージョンの scalemerit が読めるのは形式 1 ですが、`{found}` と書かれています",
        "`scalemerit: 1` と書いてください",
    ),
    "wrong-choice": Code(
        "error",
        "`{found}` is not one of {choices}",
        "{hint}",
        "`{found}` は {choices} のどれでもありません",
        "{hint}",
    ),
    "empty-text": Code(
        "error",
        "the text is empty",
        "write at least one character",
        "文字列が空です",
        "1 文字以上を書いてください",
    ),
    "empty-collection": Code(
        "error",
        "at least one entry is needed",
        "add an entry",
        "1 件以上が必要です",
        "項目を書き足してください",
    ),
    # Numbers
    "bad-amount": Code(
        "error",
        "`{found}` is not an amount",
        "write digits such as 4800, 4,800, 12.5, 2,200千円 or 220万円",
        "`{found}` は金額として読めません",
        "4800、4,800、12.5、2,200千円、220万円 のように書いてください",
    ),
    "amount-negative": Code(
        "error",
        "the amount `{found}` is negative",
        "write 0 or more",
        "金額 `{found}` が負です",
        "0 以上で書いてください",
    ),
    "amount-too-large": Code(
        "error",
        "the amount `{found}` is beyond 10^15",
        "check the number of digits and the unit",
        "金額 `{found}` が 10^15 を超えています",
        "桁数と単位を確かめてください",
    ),
    "amount-unit": Code(
        "error",
        "`{found}` is in yen, but the currency is {currency}",
        "write the amount in {currency}, without 円",
        "`{found}` は円ですが、通貨は {currency} です",
        "{currency} の金額を、円を付けずに書いてください",
    ),
    "bad-quantity": Code(
        "error",
        "`{found}` is not a quantity",
        "write a whole number, 0 or more",
        "`{found}` は数量として読めません",
        "0 以上の整数で書いてください",
    ),
    "quantity-too-large": Code(
        "error",
        "the quantity `{found}` is beyond {limit}",
        "check the number of digits",
        "数量 `{found}` が {limit} を超えています",
        "桁数を確かめてください",
    ),
    "bad-rate": Code(
        "error",
        "`{found}` is not a rate",
        "write it in per cent, such as 10% or 7.5%",
        "`{found}` は率として読めません",
        "10% や 7.5% のように % を付けて書いてください",
    ),
    "rate-range": Code(
        "error",
        "the rate `{found}` is not between 0% and 100%",
        "write a rate from 0% to 100%",
        "率 `{found}` が 0% から 100% の範囲にありません",
        "0% から 100% の間で書いてください",
    ),
    "bad-fiscal-years": Code(
        "error",
        "`{found}` is not a fiscal year or a span of them",
        "write R5, 令和5年度, 2023, or a span such as R5-R9",
        "`{found}` は会計年度として読めません",
        "R5、令和5年度、2023、または R5-R9 のように書いてください",
    ),
    "bad-currency": Code(
        "error",
        "`{found}` is not a currency of ISO 4217",
        "write a code of three letters such as JPY",
        "`{found}` は ISO 4217 の通貨コードではありません",
        "JPY のような 3 文字のコードを書いてください",
    ),
    "bad-hours": Code(
        "error",
        "`{found}` is not a number of hours",
        "write a number, 0 or more",
        "`{found}` は時間数として読めません",
        "0 以上の数で書いてください",
    ),
}
