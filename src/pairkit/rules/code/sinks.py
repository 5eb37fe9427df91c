"""Where text becomes a command: the calls and assignments of each language."""

from __future__ import annotations

SINKS = {
    "run": {
        "py": r"(?<![\w.])(?:eval|exec|execfile|__import__)\(|\bimport_module\(",
        "js": r"(?<![\w.])eval\(|\bnew\s+Function\(|\bvm\.(?:run\w*|compileFunction)\(|\bnew\s+vm\.Script\("
        r"|\bset(?:Timeout|Interval)\(\s{0,3}(?=[\"'`])|(?<![\w.])(?:require|import)\((?=\s{0,3}[\w`])",
        "php": r"(?<![\w>$:])(?:eval|assert|create_function|call_user_func(?:_array)?)\s{0,3}\(",
        "rb": r"(?<![\w.])eval\(?\s|\.(?:instance_eval|class_eval)\(|(?<![\w.])eval\(|\.(?:safe_)?constantize\b"
        r"|\.(?:public_)?send\(|\.const_get\(",
        "java": r"\.(?:eval|parseExpression)\(|\bClass\.forName\(|\bGroovyShell\(\)\.(?:evaluate|parse)\("
        r"|\bOgnl\.getValue\(",
        "cs": r"\bCSharpScript\.\w{1,20}\(|\bType\.GetType\(",
    },
    "load": {
        "py": r"\b(?:c?[pP]ickle|dill|cloudpickle|marshal|joblib|jsonpickle)\.(?:loads?|decode|Unpickler)\("
        r"|\byaml\.(?:unsafe_load|unsafe_load_all|load|load_all)\(|\btorch\.load\("
        r"|\bpd\.read_pickle\(|\bshelve\.open\(",
        "js": r"\b(?:serialize|nodeSerialize)\.unserialize\(|(?<![\w.$])unserialize\(",
        "php": r"(?<![\w>$:])unserialize\(",
        "rb": r"\bMarshal\.(?:load|restore)\(|\b(?:YAML|Psych)(?:\.|::)(?:unsafe_load(?:_file)?|load(?:_file)?)\("
        r"|\bOj\.load\(",
        "java": r"\bnew\s+(?:ObjectInputStream|XMLDecoder)\(|(?i:\bxstream)\w{0,20}(?:\(\))?\.fromXML\("
        r"|\.(?:enable|activate)DefaultTyping\(|\bnew\s+Yaml\(\)\.load(?:All|As)?\(",
        "cs": r"\b(?:new\s+(?:BinaryFormatter|LosFormatter|SoapFormatter|NetDataContractSerializer"
        r"|ObjectStateFormatter)\(\)"
        r"|(?i:formatter))\.Deserialize\(",
    },
    "shell": {
        "py": r"\bos\.(?:system|popen)\s?\(|\bsubprocess\.(?:run|call|Popen|check_output|check_call)\("
        r"|(?<![\w.])Popen\("
        r"|\b(?:subprocess|commands)\.get(?:status)?output\(|\bcreate_subprocess_shell\(|\.exec_command\(",
        "js": (
            r"(?<![\w.])exec(?:Sync)?\(|\b(?:child_process|cp|childProcess"
            r"|shell|shelljs)\.exec(?:Sync)?\(|(?<![\w.])(?:execAsync|execPromise|asyncExec|promisedExec|execP)\("
        ),
        "php": r"(?<![\w>$:])(?:system|exec|shell_exec|passthru|popen|proc_open)\(",
        "rb": r"(?<![\w.])(?:system|exec|spawn)\(|\bIO\.popen\(|\bOpen3\.\w+\(|(?<![\w.])system\s(?=[\"'])",
        "java": r"\bgetRuntime\(\)\.exec\("
        r"(?:\s{0,3}new\s+String\[\]\s{0,3}\{\s{0,9}\"[^\"\n]{1,20}\",\s{0,9}\"[-/]c\",\s{0,9})?"
        r"|\bnew\s+ProcessBuilder\(\s{0,9}(?:new\s+String\[\]\s{0,3}\{\s{0,9})?\"(?:/bin/)?(?:(?:ba|z)?sh"
        r"|cmd(?:\.exe)?)\",\s{0,9}"
        r"\"[-/]c\",\s{0,9}",
        "cs": r"\bProcess\.Start\(|\.Arguments\s{0,3}=\s{0,3}",
        "go": r"\bexec\.Command(?:Context)?\((?:[\w.]{1,30},\s{0,3})?\"(?:/bin/)?(?:ba|z)?sh\",\s{0,3}\"-c\",\s{0,3}",
    },
    "sql": {
        "py": r"\.(?:execute|executemany|executescript|raw|extra|fetch|fetchrow"
        r"|fetchval|fetchone|read_sql\w*)\(|\bRawSQL\(|(?<![\w.])text\("
        r"|(?<=[\w])\.query\(|\bspark\.sql\(",
        "js": (
            r"\.(?:query|execute|raw|\$queryRawUnsafe|\$executeRawUnsafe"
            r"|exec|prepare|run|all|get|each|literal|unsafe|whereRaw|orderByRaw|havingRaw|joinRaw|andWhere"
            r"|orWhere|where)\("
        ),
        "php": (
            r"\bmysqli?_query\((?:\s{0,3}\$[\w>-]{1,40},)?|\bpg_query\((?:\s{0,3}\$[\w>-]{1,40},)?"
            r"|->(?:query|exec|prepare|rawQuery"
            r"|whereRaw|selectRaw|orderByRaw|havingRaw|groupByRaw|multi_query|get_results|get_row|get_var)\("
            r"|\bDB::(?:raw|select|statement|unprepared|insert|update|delete)\("
        ),
        "rb": (
            r"(?:\.|(?<![\w.]))(?:where|find_by_sql|execute|order|group|having|joins|select"
            r"|exists\?|pluck|update_all|delete_all|count_by_sql|exec_query|reorder|select_all|select_value|sql)\("
        ),
        "java": (
            r"\.(?:executeQuery|executeUpdate|execute|createQuery|createNativeQuery"
            r"|prepareStatement|query|queryForObject|queryForList|update)\("
            r"|@(?:Select|Update|Insert|Delete)\(\s{0,9}\{?\s{0,9}"
        ),
        "go": r"\.(?:QueryContext|QueryRowContext|ExecContext|PrepareContext)\(\s{0,9}[\w.()]{1,40},\s{0,9}"
        r"|\.(?:Get|Select)\(\s{0,3}&\w{1,40},\s{0,9}"
        r"|\.(?:Query|QueryRow|Exec|Raw|Prepare|Where|Get|Select|Order|Having)\(",
        "cs": r"\bnew\s+\w{0,20}(?:Command|DataAdapter)\(|\.(?:FromSqlRaw|ExecuteSqlRaw(?:Async)?|SqlQuery(?:Raw)?"
        r"|ExecuteSqlCommand|Query(?:Async|First\w{0,20}|Single\w{0,20})?|Execute(?:Async"
        r"|Scalar\w{0,10})?)(?:<[^>\n]{1,40}>)?\("
        r"|\.CommandText\s{0,3}=\s{0,3}",
    },
    "nosql": {
        "js": r"[\"']?\$where[\"']?\]?\s{0,3}[:=]\s{0,3}"
        r"|(?:\b[A-Z]\w{1,40}|\bcollection\([^)\n]{1,40}\)|\bdb\.\w{1,40})\.(?:find|findOne|findOneAnd\w{6,8}"
        r"|updateOne|updateMany|deleteOne"
        r"|deleteMany|countDocuments|exists)\((?=\s{0,9}(?:\{|req\.))",
        "py": r"[\"']\$where[\"']\s{0,3}:\s{0,3}",
    },
    "template": {
        "py": (
            r"\brender_template_string\(|\b(?:env|environment|jinja_env)\.from_string\("
            r"|(?<![\w.])Template\(|\bjinja2\.Template\("
        ),
        "js": (
            r"\b(?:ejs|pug|nunjucks|handlebars|Handlebars|_|lodash|mustache)\.(?:render"
            r"|renderString|compile|template)\("
        ),
        "rb": r"\bERB\.new\(|render\s{1,3}inline:\s{0,3}",
        "go": r"\btemplate\.New\([^)]{0,60}\)\.Parse\(",
        "php": r"->createTemplate\(|\bBlade::render\(",
        "java": r"\"[^\"\n]{0,60}::\"\s{0,3}\+\s{0,3}"
        r"|\bVelocity\.evaluate\(\s{0,3}\w{1,40},\s{0,3}\w{1,40},\s{0,3}[^,\n]{1,40},\s{0,3}"
        r"|\bnew\s+Template\(\s{0,3}[^,\n]{1,60},\s{0,3}(?:new\s+StringReader\()?",
        "cs": r"\.RunCompile\(|\bTemplate\.Parse\(",
    },
    "path": {
        "py": (
            r"(?<![\w.])open\(|\bsend_file\(|\bFileResponse\(|\bos\.(?:remove"
            r"|unlink|rename|listdir)\(|\bshutil\.\w+\(|\bos\.path\.join\("
        ),
        "js": (
            r"\bfs(?:Promises|\.promises)?\.(?:readFile|writeFile|createReadStream"
            r"|unlink|readdir|appendFile|createWriteStream)(?:Sync)?\(|\.(?:sendFile"
            r"|download)\(|\bpath\.(?:join|resolve)\("
        ),
        "php": (
            r"(?<![\w>$:])(?:file_get_contents|fopen|readfile|unlink|file_put_contents"
            r"|file)\(|(?<![\w>$:])(?:include|require)(?:_once)?\s{0,3}\(?"
        ),
        "rb": r"\bFile\.(?:read|open|new|delete|binread|join)\(|\bsend_file\(?\s?|\bIO\.read\(",
        "java": r"\bnew\s+(?:File|FileInputStream|FileOutputStream|FileReader|FileWriter)\(|\b(?:Paths\.get"
        r"|Path\.of)\(",
        "cs": r"\bFile\.(?:ReadAll\w{1,10}|Open\w{0,10}|Delete|WriteAll\w{1,10}|Exists)\(|\bPath\.Combine\("
        r"|\b(?:PhysicalFile|new\s+FileStream)\(",
        "go": (
            r"\bos\.(?:Open|ReadFile|Remove|Create|OpenFile)\(|\bioutil\.ReadFile\("
            r"|\bhttp\.ServeFile\(\w{1,9},\s{0,3}\w{1,9},\s{0,3}|\bfilepath\.Join\("
        ),
    },
    "url": {
        "py": (
            r"\b(?:requests|httpx|session|client|http)\.(?:get|post|put|head"
            r"|delete|request|stream)\(|\burlopen\(|\burlretrieve\("
        ),
        "js": (
            r"(?<![\w.])fetch\(|\baxios(?:\.(?:get|post|put|head|request))?\("
            r"|\bgot(?:\.\w+)?\(|\bneedle\.\w+\(|\bpage\.goto\(|\bhttps?\.(?:get|request)\(|\bsuperagent\.\w+\("
            r"|(?<![\w.])request(?:\.(?:get|post))?\("
        ),
        "php": r"\bcurl_init\(|\bHttp::(?:get|post)\(|\bCURLOPT_URL\s{0,3}(?:,|=>)\s{0,3}"
        r"|->request\(\s{0,3}['\"]\w{3,6}['\"],\s{0,3}",
        "rb": r"\bURI\.open\(|\bNet::HTTP\.\w+\(|\bHTTParty\.\w+\(|\bFaraday\.\w+\(|\bRestClient\.\w+\(",
        "java": r"\bnew\s+(?:URL|HttpGet|HttpPost)\(|\bJsoup\.connect\(|\.getForObject\(|\.getForEntity\("
        r"|\bURI\.create\(",
        "go": r"\bhttp\.(?:Get|Post|Head)\(|\bhttp\.NewRequest(?:WithContext\([\w.()]{1,30},\s{0,3}"
        r"|\()[\w.\"]{1,20},\s{0,3}",
        "cs": r"\.(?:GetAsync|GetStringAsync|PostAsync|DownloadString|DownloadData)\(|\bWebRequest\.Create\w{0,10}\(",
    },
    "redirect": {
        "py": r"(?<![\w.])redirect\(|\bHttpResponseRedirect\(|\bRedirectResponse\(",
        "js": (
            r"\bres(?:ponse)?\.redirect\((?:\s{0,3}30\d,\s{0,3})?|\b[lL]ocation[\"']\s{0,3}[:,]\s{0,3}"
            r"|\bNextResponse\.redirect\(|(?<![\w.])redirect\("
            r"|(?<!const )(?<!let )(?<!var )\b(?:window\.)?location(?:\.href)?\s{0,3}=\s{0,3}(?!=)"
            r"|\blocation\.(?:assign"
            r"|replace)\("
        ),
        "php": r"\bheader\(\s{0,3}['\"](?i:location):\s{0,3}|\bredirect\(\)?(?:->(?:to|away)\()?",
        "rb": r"\bredirect_to\(?\s?",
        "java": r"\.sendRedirect\(|\bnew\s+RedirectView\(|\"redirect:[^\"\n]{0,40}\"\s{0,3}\+\s{0,3}",
        "go": r"\bhttp\.Redirect\(\w{1,9},\s{0,3}\w{1,9},\s{0,3}|\b(?:c"
        r"|ctx)\.Redirect\((?:\s{0,3}[\w.]{1,40},\s{0,3})?",
        "cs": r"(?<![\w.])Redirect\w{0,20}\(|\bResponse\.Redirect\w{0,20}\(",
    },
    "html": {
        "py": r"\bmark_safe\(|(?<![\w.])Markup\(|\bHttpResponse\(|\bHTMLResponse\(|\bmake_response\("
        r"|(?<![\w.])return (?=[fF]?[\"']{1,3}[^\"'<]{0,80}<)",
        "js": r"\.(?:innerHTML|outerHTML)\s{0,3}\+?=\s{0,3}(?!=)|\.insertAdjacentHTML\(\s{0,3}[\"'`]\w+[\"'`],\s{0,3}"
        r"|\bdocument\.write(?:ln)?\(|\.(?:html|append|prepend|after|before)\(\s{0,3}(?!\))"
        r"|\bdangerouslySetInnerHTML=\{\{?\s{0,3}(?:__html:\s{0,3})?"
        r"|\bbypassSecurityTrust\w+\(|\bv-html=|\{@html\s|\bres\.(?:send"
        r"|write|end)\(",
        "php": r"(?<![\w>$])(?:echo|print)\s{1,3}|\{!!\s{0,3}|<\?=\s{0,3}",
        "rb": r"(?<![\w.])raw\b\(?\s?|\.html_safe\b",
        "go": r"\bfmt\.Sprintf\((?=\s{0,3}[\"`][^\"`\n]{0,60}<script)|\btemplate\.(?:HTML|JS|URL|HTMLAttr)\("
        r"|\bfmt\.Fprint(?:f|ln)?\(\s{0,3}w,\s{0,3}",
        "java": r"(?:\bgetWriter\(\)|\b(?:out|writer|pw))\.(?:print|println|write|append)\(",
        "cs": r"\bHtml\.Raw\(|\bResponse\.Write\w{0,8}\(|\bnew\s+HtmlString\(",
    },
    "header": {
        "java": r"\.(?:addHeader|setHeader)\(\s{0,3}\"(?![aA]ccess)[^\"\n]{1,60}\",\s{0,3}",
        "js": r"\b(?:res|response|reply)\.(?:set|setHeader|header"
        r"|append)\(\s{0,3}[\"'](?![aA]ccess)[^\"'\n]{1,30}[\"'],\s{0,3}",
        "py": r"(?<=\w)\.headers\[[\"'](?![aA]ccess)[^\"'\n]{1,30}[\"']\]\s{0,3}=\s{0,3}(?!=)",
        "php": r"(?<![\w>$:])header\((?=\s{0,3}[\"'](?![lLaA])\w)",
        "cs": r"\.(?:AddHeader|AppendHeader)\(\s{0,3}\"(?![aA]ccess)[^\"\n]{1,30}\",\s{0,3}"
        r"|[hH]eaders?\.(?:Add|Append)\(\s{0,3}\"(?![aA]ccess)[^\"\n]{1,30}\",\s{0,3}",
        "go": r"\.Header\(\)\.(?:Set|Add)\(\"(?![aA]ccess)[^\"\n]{1,60}\",\s{0,3}",
    },
    "search": {
        "py": r"\.xpath\(|\.search(?:_s|_ext_s|_st|_ext)?\(|(?<![\w.])re\.(?:compile|search|match|findall|sub)\(",
        "js": r"\bxpath\.(?:evaluate|select1?|parse|useNamespaces)\(|\.search\(|\bnew\s+RegExp\(",
        "java": r"\b(?i:xpath\w{0,10})\.(?:evaluate|compile)\(|\.search\(|\bPattern\.compile\(",
        "php": r"\bldap_(?:search|list|read)\(|->(?:xpath|query|evaluate)\(|\bpreg_(?:match|replace)(?:_all)?\(",
        "rb": r"\.xpath\(|\bRegexp\.new\(|\bFilter\.construct\(",
        "go": r"\bldap\.NewSearchRequest\(|\bregexp\.(?:MustCompile|Compile)\("
        r"(?!\s?(?:\"[^\"\n]{0,200}\"|`[^`\n]{0,200}`)\))",
        "cs": r"\.(?:SelectNodes|SelectSingleNode)\(|\bnew\s+DirectorySearcher\(|\.Filter\s{0,3}=\s{0,3}"
        r"|\bnew\s+Regex\(",
    },
    "cookie": {
        "py": (
            r"\.set_cookie\(\s{0,20}(?:key\s{0,3}=\s{0,3})?[\"'](?P<name>\w{0,40}(?:session"
            r"|user|auth|token|login|remember|admin)\w{0,40})[\"'],\s{0,20}(?:value\s{0,3}=\s{0,3})?"
        ),
        "js": r"\b(?:res|response|reply)\.(?:cookie|setCookie)\(\s{0,20}[\"'`](?P<name>\w{0,40}(?:session"
        r"|user|auth|token|login|remember|admin)\w{0,40})[\"'`],\s{0,20}"
        r"|\bcookies\(\)(?:\))?\.set\(\s{0,20}[\"'`](?:\w{0,40}(?:session"
        r"|user|auth|token|login|remember|admin)\w{0,40})[\"'`],\s{0,20}",
        "php": (
            r"\bsetcookie\(\s{0,9}[\"'](?P<name>\w{0,40}(?:session|user|auth"
            r"|token|login|remember|admin)\w{0,40})[\"'],\s{0,20}"
        ),
    },
}
