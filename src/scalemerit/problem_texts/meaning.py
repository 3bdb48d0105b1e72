"""Problems that only the whole scenario shows."""

from __future__ import annotations

from scalemerit.wording import Code

CODES: dict[str, Code] = {
    "price-or-prices": Code(
        "error",
        "a vendor needs either `price` or `prices`",
        "write one of the two",
        "事業者には `price` か `prices` のどちらか一方が必要です",
        "どちらか一方だけを書いてください",
    ),
    "nobody-sells": Code(
        "error",
        "no vendor offers {products} in separate procurement, and {buyer} needs it",
        "add a price, or today's contract under `current`, or let a vendor's `offered` include separate",
        "単独調達で {products} を扱う事業者がなく、{buyer} の費用が決まりません",
        "価格表か `current`(現行契約)を書くか、事業者の `offered` に separate を含めてください",
    ),
    "nobody-sells-jointly": Code(
        "error",
        "no vendor of this arrangement offers {products} in joint procurement",
        "add a price or a vendor, or let a vendor's `offered` include joint",
        "この方式の事業者に、共同調達で {products} を扱うものがありません",
        "価格表か事業者を加えるか、`offered` に joint を含めてください",
    ),
    "nobody-sells-all": Code(
        "error",
        "with `award: single` one vendor must offer all of {products}, and none does",
        "write `award: per_product`, or add the missing prices",
        "`award: single` では 1 者が {products} のすべてを扱う必要がありますが、該当する事業者がありません",
        "`award: per_product` とするか、足りない価格表を加えてください",
    ),
    "nobody-takes-part": Code(
        "error",
        "no buyer of this arrangement needs anything",
        "give a quantity, or name other buyers",
        "この方式に、数量のある団体がありません",
        "数量を書くか、別の団体を挙げてください",
    ),
    "lead-left-out": Code(
        "error",
        "the lead `{found}` is not among the buyers that take part",
        "add it to `buyers`, give it a quantity, or name another lead",
        "幹事区 `{found}` がこの方式の参加団体(数量のある団体)に含まれていません",
        "`buyers` に加えるか、数量を書くか、別の幹事区を書いてください",
    ),
    "vendor-not-joint": Code(
        "warning",
        "the vendor `{found}` does not quote in joint procurement, so the arrangement leaves it out",
        "let its `offered` include joint, or delete it here",
        "事業者 `{found}` は共同調達の見積を出していないため、この方式では対象になりません",
        "`offered` に joint を含めるか、ここから削除してください",
    ),
    "hours-incomplete": Code(
        "warning",
        "the hours of joint procurement are given, but not those of buying alone: no effort is shown",
        "write `hours:` under `separate`, or delete these",
        "共同調達の時間数がありますが単独調達の時間数がなく、事務工数は表示されません",
        "`separate` に `hours:` を書くか、この時間数を削除してください",
    ),
    "lead-hours": Code(
        "warning",
        "`hours.lead` is given, but no `lead`: these hours are not counted",
        "name the `lead`, or delete its hours",
        "`hours.lead` がありますが `lead`(幹事区)がなく、この時間数は集計されません",
        "`lead` を書くか、`hours.lead` を削除してください",
    ),
    "allocation-sum": Code(
        "error",
        "the parts of the allocation add up to {total}, not 100%",
        "make the parts add up to 100%",
        "負担方式の割合の合計が {total} で、100% になっていません",
        "合計を 100% にしてください",
    ),
    "allocation-undefined": Code(
        "error",
        "`{rule}` cannot divide this bill: what it goes by, as population or separate cost, is 0"
        " for every buyer",
        "choose a rule that always has an answer, such as `quantity` or `equal`",
        "`{rule}` ではこの費用を分けられません。割合のもとになる数(人口や単独調達費など)が、"
        "どの団体も 0 です",
        "`quantity` や `equal` など、必ず分けられる負担方式にしてください",
    ),
    "not-quasi-balanced": Code(
        "error",
        "`{rule}` cannot divide this bill: however it is divided, some buyers do better without the"
        " others, so that there is nothing between the least and the most that each could be asked"
        " for",
        "choose a rule that always has an answer, such as `shapley` or `nucleolus`",
        "`{rule}` ではこの費用を分けられません。どう分けても離脱した方が得になる団体があり、"
        "各団体に求めうる負担の下限と上限の間に、分け方がありません",
        "`shapley` や `nucleolus` など、必ず分けられる負担方式にしてください",
    ),
    "no-remaining-benefit": Code(
        "error",
        "`{rule}` cannot divide this bill: no buyer adds less to the bill than it pays alone, so"
        " that there is no benefit by which the rest could be divided",
        "choose a rule that always has an answer, such as `shapley` or `nucleolus`",
        "`{rule}` ではこの費用を分けられません。どの団体も、加わって増える費用が単独調達費以上で、"
        "残りの費用を分ける基準となる便益がありません",
        "`shapley` や `nucleolus` など、必ず分けられる負担方式にしてください",
    ),
    "share-unit": Code(
        "error",
        "shares cannot be in units of {found}: only in whole amounts above 0",
        "write what shares are to be multiples of, such as 1,000円",
        "負担額の単位を {found} にはできません。0 より大きい金額で、最小の通貨単位の整数倍が必要です",
        "「1,000円」のように書いてください",
    ),
    "population-missing": Code(
        "error",
        "the rule `population` goes by the number of inhabitants, which is not known of {buyers}",
        "write it for each of them, such as `population: 250_000`, or choose another rule",
        "人口割(`population`)に使う人口が分からない団体があります: {buyers}",
        "それぞれに `population: 250_000` のように書くか、別の負担方式にしてください",
    ),
    "current-form": Code(
        "error",
        "today's contract needs exactly one of `amount`, `unit_price`, `unit_prices`",
        "keep one of the three",
        "現行契約には `amount`、`unit_price`、`unit_prices` のどれか 1 つだけが必要です",
        "1 つだけを書いてください",
    ),
    "current-product": Code(
        "error",
        "today's contract gives no unit price for {products}",
        "add it under `unit_prices`, or give the whole `amount`",
        "現行契約に {products} の単価がありません",
        "`unit_prices` に加えるか、`amount`(総額)で書いてください",
    ),
    "current-unused": Code(
        "warning",
        "{buyer} has a contract today but no quantity: it takes no part and its contract is not counted",
        "give a quantity, or delete `current`",
        "{buyer} には現行契約がありますが数量がなく、参加せず、現行契約も集計されません",
        "数量を書くか、`current` を削除してください",
    ),
    "current-unit-price-period": Code(
        "warning",
        "a unit price of today's contract is per fiscal year, but {products} is billed `{billed}`",
        "write the unit price of a whole fiscal year, or the yearly `amount`",
        "現行契約の単価は 1 会計年度あたりですが、{products} の請求は `{billed}` です",
        "1 会計年度分の単価か、年額を `amount` に書いてください",
    ),
    "outside-unneeded": Code(
        "warning",
        "nobody in this arrangement needs {product}, so its outside quantity has no effect",
        "delete it, or give quantities",
        "この方式で {product} を必要とする団体がなく、外部数量は影響しません",
        "削除するか、数量を書いてください",
    ),
}
