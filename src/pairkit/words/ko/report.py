"""한국어: 변경을 살펴본 뒤에 하는 말."""

TEXTS = {
    "stopped": "작업은 그대로 있어요. {found} 그래서 저장 지점을 만들기 전에 멈췄어요.",
    "place": "{file} {line}번째 줄",
    "more-places": "… 그 밖에 {count}곳",
    "places-alike": "이런 곳이 {count}곳 더 있어요.",
    "why": "이유",
    "do": "할 일",
    "and": "다음",
    "also": "참고",
    "also-lead": "이번 변경에 이런 것도 있어요. 지금 할 일은 없어요.",
    "tell-ai": "AI에게 이렇게 말해 주세요.",
    "in-the-checklist": "공유하기 전에 볼 것이 {count}개 더 있어요: pairkit checklist",
    "for-developer": "개발자용:",
    "the-developer": "개발자",
    "the-maker": "만드는 사람",
    "stopped-shared": "공유하기 전에 먼저 봐야 할 것이 있어요. {found}",
    "passed": "커밋해도 괜찮아요. 이런 것이 있으니 알아만 두세요. 지금 할 일은 없어요.",
    "passed-shared": "멈출 것은 없어요. 살펴볼 것이 있어요.",
    "unknown-person": (
        "{email:은} pairkit이 모르는 주소라서 만드는 사람의 변경으로 보았어요. 아니라면 개발자가 pairkit.yaml의 "
        "그 사람 항목에 주소를 넣으면 돼요:  emails: [{email}]"
    ),
    "clean": "바뀐 파일 {count}개에서 멈출 것도 알려 드릴 것도 없어요.",
    "no-change": "살펴볼 변경이 없어요. --staged, --range, --all, --patch 중에서 무엇을 볼지 골라 주세요.",
    "allowed": "개발자가 그대로 두기로 했어요: {found} 이유: {because}",
    "allowed-many": "개발자가 그대로 두기로 했어요: {count}건. 이유: {because}",
    "skipped-unmerged": "두 가지 내용이 함께 남아 있어서 보지 못한 파일: {names}",
    "skipped-too-long": "너무 길어서 비밀번호와 키만 찾아본 파일: {names}",
    "agreement-unread": ("{path} {line}번째 줄을 읽을 수 없어서 약속 없이 점검했어요. {problem} 개발자가 고쳐야 해요."),
    "playbook-unread": (
        "{path} {line}번째 줄을 고쳐야 해서 그 플레이북 없이 점검했어요. {problem} 개발자가 고치면 돼요:  pairkit playbook check"
    ),
    "why-lead": "판단 기준: {person}, 위치: {place}",
    "nobody-known": "pairkit.yaml에 없는 사람(만드는 사람으로 봄)",
    "hook-no-pairkit": "이 컴퓨터에 pairkit이 없어서 점검하지 않고 저장했어요.",
    "hook-failed": (
        "pairkit 쪽 문제로 점검하지 못하고 그대로 지나갔어요. 사용자 잘못이 아니에요. 이 파일을 개발자에게 보내 주세요: {log}"
    ),
    "failed": "pairkit 안에서 문제가 생겼어요. 파일은 그대로예요. 이 파일을 개발자에게 보내 주세요: {log}",
    "interrupted": "말씀하신 대로 멈췄어요. 바뀐 것은 없어요.",
}
