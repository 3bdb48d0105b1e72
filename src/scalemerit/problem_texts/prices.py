"""Problems of price models and names."""

from __future__ import annotations

from scalemerit.wording import Code

CODES: dict[str, Code] = {
    # Prices
    "tier-from": Code(
        "error",
        "`{found}` is not the lower bound of a tier",
        "write the smallest quantity of the tier, a whole number from 1 on",
        "`{found}` は価格帯の下限として読めません",
        "その価格帯の最小の数量を 1 以上の整数で書いてください",
    ),
    "tier-twice": Code(
        "error",
        "two tiers start at {found}",
        "keep one of them",
        "{found} から始まる価格帯が 2 つあります",
        "どちらかを削除してください",
    ),
    "tier-needs-rate": Code(
        "error",
        "with `list_price` a tier is a percentage off it, `{found}` is none",
        "write the percentage, such as 8%",
        "`list_price` があるとき価格帯は割引率ですが、`{found}` は率ではありません",
        "8% のように割引率を書いてください",
    ),
    "tier-needs-amount": Code(
        "error",
        "`{found}` is a percentage, but there is no `list_price`",
        "write the unit price, or add `list_price: …`",
        "`{found}` は率ですが、`list_price` がありません",
        "単価を書くか、`list_price: …` を書き足してください",
    ),
    "tier-rises": Code(
        "warning",
        "from {from} on the unit price {unit} is higher than {before} before",
        "check the tier; a larger quantity is usually cheaper",
        "{from} 以上の単価 {unit} が、その前の {before} より高くなっています",
        "価格帯を確かめてください(通常は数量が多いほど安くなります)",
    ),
    "bounds-crossed": Code(
        "error",
        "`minimum_amount` {minimum} is above `maximum_amount` {maximum}",
        "exchange the two, or delete one",
        "`minimum_amount` {minimum} が `maximum_amount` {maximum} を上回っています",
        "入れ替えるか、一方を削除してください",
    ),
    "package-price": Code(
        "error",
        "a package needs either `price` or `tiers`",
        "write one of the two",
        "package には `price` か `tiers` のどちらか一方が必要です",
        "どちらか一方だけを書いてください",
    ),
    "list-price-alone": Code(
        "error",
        "`list_price` stands beside `price`, where no tier takes a percentage off it",
        "delete `list_price`, or write `tiers` in per cent in place of `price`",
        "`list_price` がありますが、割引率で書いた価格帯がありません",
        "`list_price` を削除するか、`price` の代わりに割引率の `tiers` を書いてください",
    ),
    "counts-itself": Code(
        "error",
        "`counts` leaves out `{product}`, whose price this is",
        "add `{product}` to `counts`",
        "`counts` に、この価格表の品目 `{product}` がありません",
        "`counts` に `{product}` を加えてください",
    ),
    "counts-first-tier": Code(
        "error",
        "with `counts` the first tier must start at 1, not {found}",
        "start the tiers at 1; a smallest quantity cannot be asked of one product when several are counted",
        "`counts` があるとき最初の価格帯は 1 から始めます({found} になっています)",
        "価格帯を 1 から始めてください(複数品目の合計では品目ごとの最小数量を定められません)",
    ),
    "counts-buy-up": Code(
        "error",
        "with `counts` there is no buying up",
        "delete `buy_up`",
        "`counts` があるとき繰上購入はありません",
        "`buy_up` を削除してください",
    ),
    # Names
    "unknown-product": Code(
        "error",
        "`{found}` is not a product of this scenario",
        "{hint}",
        "`{found}` はこのシナリオの品目ではありません",
        "{hint}",
    ),
    "unknown-vendor": Code(
        "error",
        "`{found}` is not a vendor of this scenario",
        "{hint}",
        "`{found}` はこのシナリオの事業者ではありません",
        "{hint}",
    ),
    "unknown-buyer": Code(
        "error",
        "`{found}` is not a buyer of this scenario",
        "{hint}",
        "`{found}` はこのシナリオの団体ではありません",
        "{hint}",
    ),
    "name-twice": Code(
        "error",
        "`{found}` is listed twice",
        "delete one of the two",
        "`{found}` が 2 回挙げられています",
        "どちらかを削除してください",
    ),
    "buyer-twice": Code(
        "error",
        "`{found}` is the same municipality as `{first}`",
        "keep one of the two",
        "`{found}` は `{first}` と同じ団体です",
        "どちらかを削除してください",
    ),
    "buyer-misspelt": Code(
        "warning",
        "`{found}` is not in the table of municipalities; is it {meant}?",
        "correct the name, or leave it if another body is meant",
        "`{found}` は団体の一覧にありません。{meant} のことですか",
        "名称を直してください。別の団体であればこのままで構いません",
    ),
    "buyer-ambiguous": Code(
        "warning",
        "`{found}` may be {meant}",
        "write the Japanese name or the code",
        "`{found}` は {meant} のどれか分かりません",
        "日本語の名称か団体コードで書いてください",
    ),
    "buyer-code": Code(
        "warning",
        "`{found}` is no code of a local government: its check digit is wrong",
        "check the six digits, or write the name",
        "`{found}` は団体コードとして検査数字が合いません",
        "6 桁を確かめるか、名称で書いてください",
    ),
    "one-product": Code(
        "error",
        "this form is for one product, the scenario has {count}: {products}",
        "write one entry per product, such as {{{example}: …}}",
        "この書き方は品目が 1 つのときのものですが、品目は {count} つあります: {products}",
        "{{{example}: …}} のように品目ごとに書いてください",
    ),
}
