"""한국어: 프로젝트 시작하기."""

TEXTS = {
    "plan": "{path}에 파일 {count}개를 만들어요.",
    "plan-git": "그리고 git: 첫 저장 지점을 만들고 pairkit의 훅을 켜요",
    "go-on": "만들까요?",
    "message": "{title} 시작",
    "done": "{path:이} 준비됐어요. 파일 {count}개를 만들고 첫 저장 지점(세이브 포인트)으로 남겼어요. 이제 커밋할 때마다 먼저 살펴봐요.",
    "next": "실행해 보려면:",
    "no-author": (
        "이 컴퓨터의 git이 아직 이름을 몰라서 pairkit.yaml에 사람이 없고, 담당 영역도 아직 없고, 첫 저장 지점에도 만든 사람이 없어요. "
        "첫 커밋 전에 한 번만 알려 주세요.\n"
        'git config --global user.name "이름"\n'
        "git config --global user.email 주소@example.com"
    ),
    "no-hooks": (
        "이 컴퓨터에서는 다른 프로그램이 git 훅을 관리해요(core.hooksPath). 그래서 pairkit의 훅을 켜지 못했어요. "
        "개발자가 그곳에 넣기 전까지는 커밋을 살펴보지 않아요."
    ),
    "which": "어떤 템플릿으로 할까요?",
    "add": "{path}에 파일 {count}개를 더해요. 이미 있는 것은 하나도 바꾸지 않아요.",
    "add-git": "그리고 pairkit의 git 훅을 켜요. 이미 있던 훅은 그대로 두고 먼저 실행해요",
    "add-kept": "이미 있는 파일 {count}개는 그대로 둬요.",
    "add-ignored": ".gitignore가 제외하는 파일 {count}개는 쓰지 않아요.",
    "added": "{path}에 파일 {count}개가 새로 생겼어요. 나머지는 모두 그대로예요. 아직 커밋하지 않았어요.",
    "added-next": "살펴본 다음 커밋할 준비를 해 주세요.",
}
