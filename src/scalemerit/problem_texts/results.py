"""Problems of saved results, and of results that are compared."""

from __future__ import annotations

from scalemerit.wording import Code

_ANEW_EN = "write the result anew with the command that wrote it"
_ANEW_JA = "結果を書き出したときと同じコマンドで作り直してください"

CODES: dict[str, Code] = {
    "saved-schema": Code(
        "error",
        "a saved result has the schema `{expected}`, this is `{found}`",
        "name {wanted}",
        "保存した結果の schema は `{expected}` ですが、`{found}` となっています",
        "{wanted}を指定してください",
    ),
    "saved-batch": Code(
        "error",
        "this is a result of `scalemerit batch`, which may hold many themes",
        "hold scenarios against it with `scalemerit batch PATH --against FILE`, or name a scenario"
        " file or a result of `scalemerit compare --format json`",
        "これは `scalemerit batch` の結果で、複数のテーマを含むことがあります",
        "`scalemerit batch PATH --against FILE` でシナリオと比べるか、シナリオファイルまたは"
        " `scalemerit compare --format json` の結果を指定してください",
    ),
    "saved-missing": Code(
        "error",
        "`{key}` is missing in this saved result",
        _ANEW_EN,
        "保存した結果に `{key}` がありません",
        _ANEW_JA,
    ),
    "saved-value": Code(
        "error",
        "`{found}` stands where a saved result has {expected}",
        _ANEW_EN,
        "保存した結果のこの位置には{expected}が必要ですが、`{found}` となっています",
        _ANEW_JA,
    ),
    "saved-sum": Code(
        "error",
        "`{key}` does not add up with the figures beside it",
        _ANEW_EN,
        "`{key}` が他の金額と合いません",
        _ANEW_JA,
    ),
    "currency-differs": Code(
        "error",
        "the old result is in {old}, the new one in {new}: their amounts cannot be compared",
        "compare results in one currency",
        "変更前は {old}、変更後は {new} のため、金額を比べられません",
        "通貨が同じ結果どうしを比べてください",
    ),
    "saved-alias": Code(
        "error",
        "a saved result holds no aliases",
        "give the file as the program wrote it",
        "保存した結果にエイリアスは使えません",
        "プログラムが書き出したままのファイルを指定してください",
    ),
    "saved-twice": Code(
        "error",
        "`{file}` stands twice in this saved result",
        "keep one of the results",
        "保存した結果に `{file}` が 2 回あります",
        "片方だけを残してください",
    ),
}
