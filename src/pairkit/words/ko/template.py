"""한국어: 템플릿을 쓰는 사람과 만드는 사람에게."""

TEXTS = {
    "outside": "{name} {version:은} 다른 사람이 쓴 템플릿이에요.",
    "outside-about": "스스로 밝힌 소개: “{about}”",
    "outside-from": "  출처  {place}",
    "outside-files": "  파일 {count}개:",
    "outside-more": "그 밖에 {count}개",
    "outside-means": (
        "프로젝트를 만드는 동안에는 아무것도 실행하지 않아요. 하지만 여기서 나온 파일이 내 프로젝트가 돼요. 프로젝트를 설치하거나 테스트하거나 실행하면 그 파일이 실행돼요."
    ),
    "outside-ask": "만든 사람을 믿나요?",
}
