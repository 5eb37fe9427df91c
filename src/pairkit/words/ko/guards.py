"""한국어: 지킴이를 켜고 끌 때 하는 말."""

TEXTS = {
    "added": "켰어요: 이제 {manager:이} pairkit도 함께 실행해요. {path}의 두 표시 사이에 줄을 넣었어요. 이 파일은 개발자가 커밋하면 돼요.",
    "current": "이미 켜져 있어요: {manager:이} pairkit도 함께 실행해요({path}).",
    "taken-out": "껐어요: {path:을} 전과 똑같이 되돌려 놓았어요.",
    "absent": "{path}에는 끌 것이 없어요.",
    "left": (
        "여기서는 {manager:이} 훅을 관리해요. {path:은} 개발자 담당이라 그대로 두었고, pairkit의 훅은 그 옆에서 따로 움직여요. "
        "개발자가 둘을 합칠 수 있어요:  pairkit guard install"
    ),
    "unguarded": (
        "여기서는 git이 {manager}의 훅만 실행하는데, {path:은} 개발자 담당이라 그대로 두었어요. 개발자가 pairkit을 넣을 때까지 이 "
        "컴퓨터의 커밋은 점검하지 않아요:  pairkit guard install"
    ),
    "by-hand": (
        "{path:은} 자동으로 고치면 내용이 사라질 수 있어서 건드리지 않았어요. pairkit의 훅은 따로 켰어요. {manager:으로} "
        "실행하려면 이 줄을 넣어 주세요:"
    ),
}
