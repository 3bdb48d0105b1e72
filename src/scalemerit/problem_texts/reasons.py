"""Why a file cannot be read or written: what libyaml and the operating system say, as `Word`s.

Their own English stays as it is. What the tables do not hold is told in Japanese by what kind of
failure it is, with the number or the English words in brackets.
"""

from __future__ import annotations

import errno

from scalemerit.wording import Word

# Messages of libyaml 0.2.5, from its scanner.c and parser.c.
_SYNTAX = {
    "block sequence entries are not allowed in this context": "ここにリストの `-` は書けません",
    "could not find expected ':'": "キーの後に `:` がありません",
    "could not find expected directive name": "`%` の後に名前がありません",
    "did not find expected '!'": "タグの `!` がありません",
    "did not find expected ',' or ']'": "`,` も `]` もありません",
    "did not find expected ',' or '}'": "`,` も `}` もありません",
    "did not find expected '-' indicator": "リストの `-` があるべき所にありません",
    "did not find expected <document start>": "前の内容が終わった後に、余分な内容があります",
    "did not find expected alphabetic or numeric character": "英数字の名前がありません",
    "did not find expected comment or line break": "余分な文字があります",
    "did not find expected digit or '.' character": "バージョン番号に数字か `.` がありません",
    "did not find expected hexdecimal number": "16 進数がありません",
    "did not find expected key": "キーがあるべき所にありません",
    "did not find expected node content": "値があるべき所にありません",
    "did not find expected tag URI": "タグの URI がありません",
    "did not find expected version number": "バージョン番号がありません",
    "did not find expected whitespace": "空白がありません",
    "did not find expected whitespace or line break": "空白も改行もありません",
    "did not find the expected '>'": "タグを閉じる `>` がありません",
    "did not find URI escaped octet": "タグの `%` の後に 16 進数がありません",
    "found a tab character that violates indentation": "字下げにタブが使われています",
    "found a tab character where an indentation space is expected": "字下げにタブが使われています",
    "found an incorrect leading UTF-8 octet": "タグの `%` の並びが UTF-8 ではありません",
    "found an incorrect trailing UTF-8 octet": "タグの `%` の並びが UTF-8 ではありません",
    "found an indentation indicator equal to 0": "字下げの数に 0 は書けません",
    "found character that cannot start any token": "ここに書けない文字があります",
    "found duplicate %TAG directive": "同じ `%TAG` が 2 回書かれています",
    "found duplicate %YAML directive": "`%YAML` が 2 回書かれています",
    "found extremely long version number": "バージョン番号が長すぎます",
    "found incompatible YAML document": "この YAML のバージョンには対応していません",
    "found invalid Unicode character escape code": "この番号の文字はありません",
    "found undefined tag handle": "定義されていないタグです",
    "found unexpected ':'": "ここに `:` は書けません",
    "found unexpected document indicator": "閉じる前に `---` または `...` があります",
    "found unexpected end of stream": "閉じる前にファイルが終わっています",
    "found unexpected non-alphabetical character": "英数字でない文字があります",
    "found unknown directive name": "`%` の後の名前が `YAML` でも `TAG` でもありません",
    "found unknown escape character": "`\\` の後にこの文字は書けません",
    "mapping keys are not allowed in this context": "ここにキーは書けません",
    "mapping values are not allowed in this context": "ここに `:` は書けません",
}
_WHILE = {
    "while parsing a block collection": "`-` で始まるリスト",
    "while parsing a block mapping": "「キー: 値」の並び",
    "while parsing a block node": "値",
    "while parsing a flow mapping": "{ } の中",
    "while parsing a flow node": "括弧の中の値",
    "while parsing a flow sequence": "[ ] の中",
    "while parsing a node": "値",
    "while parsing a quoted scalar": "引用符の中",
    "while parsing a tag": "タグ",
    "while parsing a %TAG directive": "`%TAG` の行",
    "while scanning a %TAG directive": "`%TAG` の行",
    "while scanning a %YAML directive": "`%YAML` の行",
    "while scanning a block scalar": "`|` または `>` で始まる文",
    "while scanning a directive": "`%` で始まる行",
    "while scanning a plain scalar": "引用符のない値",
    "while scanning a quoted scalar": "引用符の中",
    "while scanning a simple key": "キー",
    "while scanning a tag": "タグ",
    "while scanning an alias": "`*` で始まるエイリアス",
    "while scanning an anchor": "`&` で始まるアンカー",
}
_SYSTEM = {
    errno.ENOENT: "ファイルまたはフォルダがありません",
    errno.EACCES: "アクセスが許可されていません",
    errno.EPERM: "許可されていない操作です",
    errno.EISDIR: "フォルダです",
    errno.ENOTDIR: "パスの途中がフォルダではありません",
    errno.ENOSPC: "ディスクに空きがありません",
    errno.EROFS: "読取り専用のファイルシステムです",
    errno.ELOOP: "シンボリックリンクがたどりきれません",
    errno.ENAMETOOLONG: "名前が長すぎます",
    errno.EFBIG: "ファイルが大きすぎます",
    errno.EIO: "入出力エラーです",
}


def syntax_reason(problem: str, context: str | None) -> Word:
    """What the YAML parser noticed, and what it was reading where it says so."""
    japanese = _SYNTAX.get(problem, f"YAML の文法に合いません({problem})")
    reading = _WHILE.get(context or "")
    return Word(
        " ".join(filter(None, (problem, context))),
        f"{japanese}({reading})" if reading else japanese,
    )


def system_reason(error: OSError) -> Word:
    """Why the operating system refused; the words for its number, not the name of the file."""
    english = error.strerror or str(error)
    number = error.errno or 0
    return Word(english, _SYSTEM.get(number, f"システムのエラーです(番号 {number})"))
