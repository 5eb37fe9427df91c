"""한국어: `pairkit playbook`."""

TEXTS = {
    "help": "플레이북과 규칙을 보고, 우리만의 규칙을 만들고, 예시로 시험해요.",
    "help-list": "플레이북을 모두 보여 주고, 여기에 쓰는 것을 알려 줘요.",
    "help-show": "플레이북 하나의 규칙을 보여 줘요.",
    "help-check": "직접 만든 플레이북을 꼼꼼히 읽고 예시를 돌려 봐요.",
    "help-new": "우리만의 플레이북을 시작해요. 고쳐 쓸 수 있는 규칙 하나가 들어 있어요.",
    "name": "pairkit에 들어 있는 것(core)이나 직접 만든 것(own/이름).",
    "folder": "플레이북의 폴더나 이름. 적지 않으면 직접 만든 것 모두.",
    "new-name": "영어 소문자, 숫자, 붙임표(-).",
    "format": "답의 형식.",
    "applies": "여기에 쓰고 있음",
    "rests": "여기에는 쓰지 않음",
    "rules": "규칙 {count}개, 키 {shapes}종류",
    "rules-alone": "규칙 {count}개",
    "own-branch": "커밋할 때마다 멈춤",
    "protected-branch": "함께 쓰는 버전으로 갈 때 멈춤",
    "nowhere": "알려 주기만 함",
    "command": "AI가 실행하기 전에 멈춤",
    "preview": "미리 보기, 알려 주기만 함",
    "none": "직접 만든 플레이북이 아직 없어요. 이렇게 시작할 수 있어요:  pairkit playbook new NAME",
    "well": "{name}: 모두 괜찮아요. 규칙 {rules}개와 예시 {count}개를 파일로도 패치로도 돌려 봤어요.",
    "failed": "{name}: 예시 {failed}건이 적힌 것과 다르게 나왔어요.",
    "file": "파일",
    "patch": "패치",
    "nothing": "{rule}의 found {number}번째 예시({source}): 아무것도 찾지 못했어요.",
    "line": "{rule}의 found {number}번째 예시({source}): {wanted}번째 줄이어야 하는데 {got}번째 줄에서 찾았어요.",
    "quiet": "{rule}의 quiet {number}번째 예시({source}): 조용해야 하는데 {got}번째 줄에서 찾았어요.",
    "made": "썼어요: {files}",
    "next": (
        "규칙을 고친 다음 시험해 보세요:  pairkit playbook check\n"
        "원하는 대로 되면 개발자가 pairkit.yaml의 playbooks에 {name:을} 더하고 함께 커밋해요."
    ),
}
