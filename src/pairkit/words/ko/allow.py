"""한국어: 여러 개를 한꺼번에 그대로 두는 `pairkit allow`와 예외 목록."""

TEXTS = {
    "baseline": "check --all로 지금 찾은 것을 모두 그대로 두고, 새로 생기는 것만 멈추게 해요. 비밀 값은 빼요.",
    "list": "그대로 두기로 한 것을 모두 보여 줘요.",
    "remove": "그대로 두기로 한 것 하나를 취소해요.",
    "format": "목록의 형식.",
    "done": (
        "전부터 있던 {count}건을 그대로 두기로 했어요. {path}에 적어 다음 커밋에 넣을 준비를 했어요. 그 커밋부터는 새로 생기는 것만 "
        "멈춰요."
    ),
    "nothing": "새로 그대로 둘 것이 없어요.",
    "known": "이미 적혀 있던 {count}건은 이유까지 그대로예요.",
    "ended": "{count}건은 기한이 지나서 다시 멈춰요. 하나씩만 다시 정할 수 있어요:  pairkit allow {first}",
    "secrets": (
        "비밀 값 {count}건은 넣지 않았어요. 비밀 값은 다른 것과 묶어서 그대로 두지 않아요. 하나씩 살펴보고(pairkit check --all), "
        "아무것도 열지 못하는 값이면 그것만 그대로 둘 수 있어요:  pairkit allow {first}"
    ),
    "removed": "취소했어요: {fingerprint}. {path:을} 다음 커밋에 넣을 준비를 했어요.",
    "none": "그대로 두기로 한 것이 없어요.",
    "head": "{count}건, 이유: {because}",
    "until": "{until}까지",
    "over": "{until}에 끝남",
}
