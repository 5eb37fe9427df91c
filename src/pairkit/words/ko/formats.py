"""한국어: 다른 프로그램이 읽는 보고서에서 규칙의 말 말고 덧붙이는 말."""

TEXTS = {
    "verdict-stop": "사라진 것은 없어요. 계속하기 전에 살펴볼 곳이 {count}곳 있어요.",
    "verdict-wait": "사라진 것은 없어요. {count}곳은 담당자가 볼 때까지 기다려요.",
    "verdict-say": "멈출 것은 없어요. 살펴볼 곳이 {count}곳 있어요.",
    "verdict-note": "멈출 것은 없어요. 알아 둘 것이 {count}가지 있어요.",
    "stop": "멈춤",
    "wait": "기다림",
    "say": "살펴보기",
    "note": "알아 두기",
    "allowed": "그대로 두기로 함",
    "what": "무엇",
    "where": "어디",
    "do": "할 일",
    "everywhere": "변경 전체",
    "removed-line": "{where}, 없어진 줄",
    "more": "… 그 밖에 {count}곳이 더 있어요. `--format json`으로 모두 볼 수 있어요.",
    "left-out": "코드 스캔에서 더 보여 주지 않아서 {count}곳은 뺐어요.",
}
