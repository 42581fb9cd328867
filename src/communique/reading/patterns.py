"""What furniture of a document looks like: credits, bylines, link lists, references, boilerplate.

The conventions are those of newspapers, agencies, ministries and think tanks that write Chinese, Japanese and English.
All patterns are matched at the start of a paragraph unless they say otherwise.
"""

from __future__ import annotations

import re

__all__ = [
    "ADDRESS", "AFFILIATION", "AUTHOR", "BOILERPLATE", "BYLINE", "CAPTION_START", "CREDIT_END", "CREDIT_LINE",
    "END_SIGN", "FOOTNOTE", "LETTERHEAD", "LINK_LABEL", "NAMES", "NUMBERED_HEADING", "ORGANISATION", "PUBLISHER",
    "REFERENCE_LABEL",
    "REFERENCE_LINE", "SELF_DESCRIPTION", "TAIL_START", "disclaims",
]  # fmt: skip

_END = r"\s*(?:[】\]》>]\s*)?(?:[:：|｜▶►➤→]\s*|\s*$)"

LINK_LABEL = re.compile(
    r"[\s【\[《<▶►➤※◎■●]*(?P<label>(?:延伸|推薦|推荐|相關|相关|更多|精選|精选|關聯|关联)(?:閱讀|阅读|報導|報道|"
    r"报道|新聞|新闻|文章|連結|链接|專題|专题|影音)|"
    r"閱讀更多|阅读更多|看更多|同場加映|熱門新聞|热门新闻|最新消息|你可能(?:也)?(?:會|会)?(?:喜歡|喜欢|感興趣|"
    r"感兴趣)|"
    r"関連(?:記事|ニュース|リンク)|あわせて読みたい|related(?: stories| articles| news| reading| links)?|read "
    r"more|see also|more on this)" + _END,
    re.IGNORECASE,
)
REFERENCE_LABEL = re.compile(
    r"[\s【\[《<※◎■●]*(?P<label>(?:參考|参考|引用)(?:新聞|新闻)?(?:連結|链接|資料|资料|文獻|文献|來源|来源|書目|"
    r"书目|リンク)|"
    r"(?:資料|资料|新聞|新闻|數據|数据)(?:來源|来源)|註釋|註解|附註|注释|注解|脚注|腳註|脚註|"
    r"[註注](?=\s*[:：]?\s*$)|出典|参考文献|"
    r"references|bibliography|sources|notes|endnotes|footnotes|works cited)" + _END,
    re.IGNORECASE,
)
REFERENCE_LINE = re.compile(r"(?:\[\d{1,3}\]|[［〔]\d{1,3}[］〕]|[註注]\s?\d{1,3}[:：.、\s]|[※＊*]\s?\d{1,2}\s|\^\s)")

_AGENCIES = (
    r"(?:路透社?|美聯社?|美联社?|法新社?|歐新社|彭博社?|共同社|日本共同社|時事通信社?|中央社|新華社|新华社|中新社|"
    r"韓聯社|韩联社|塔斯社|安莎社|"
    r"達志影像|达志影像|视觉中国|視覺中國|Reuters|AP|AFP|EPA|Getty(?:\s?Images)?|Bloomberg|Kyodo(?:\s?News)?|"
    r"Xinhua|Yonhap|CNA|NHK|Wikimedia(?:\s?Commons)?|Shutterstock)"
)
_PICTURE = (
    r"(?:圖|图|圖片|图片|照片|相片|影像|示意圖|資料照|资料照|資料圖|资料图|資料圖片|资料图片|檔案照|"
    r"檔案照片|攝影|摄影|攝|摄|翻攝|翻摄|擷取|截圖|截图|視頻截圖|视频截图|写真|提供|photo|image|credit|file)"
)
CREDIT_LINE = re.compile(
    rf"[（(\[【▲▼△▽]*\s*(?:{_PICTURE}\s?(?:來源|来源|提供|取自|翻攝|翻摄|攝影|by|credit)*\s?[/／:：|｜／—-]\s?[^。"
    rf"！？\n]{{1,90}}|"
    rf"(?:翻攝|翻摄|擷取|取自|截自)[^。，\n]{{2,40}}|[^。，；\n]{{1,24}}(?:攝|摄|提供|資料照|资料照|資料圖片|"
    rf"资料图片|摄影|攝影))\s*[）)\]】]?$",
    re.IGNORECASE,
)
CREDIT_END = re.compile(
    rf"[（(](?P<credit>[^（()）。]{{0,60}}(?:{_PICTURE}|{_AGENCIES})[^（()）。]{{0,60}})[）)]\s*$|"
    r"(?<=[。！？」])\s?[（(](?P<source>[^（()）。，；：\d]{2,14})[）)]\s*$|"
    r"(?<=[。！？」])\s?(?P<photo>[^，。；\n]{0,12}(?:記者|记者)\s?[^，。；\s]{2,4}\s?[攝摄])\s*$",
    re.IGNORECASE,
)
CAPTION_START = re.compile(
    r"[▲▼△▽]|[（(【\[](?:圖說|图说|圖|图|照片)[）)】\]]|(?:圖|图|圖片|照片|写真)(?:為|为|說|说|示|中|左|右|上|"
    r"下)?[一二三四五六七八九十\d]{0,3}\s?[：:]|(?:圖為|图为|資料照|资料照|資料圖|资料图)[：:，]?"
)

_WRITER = (
    r"(?:撰文|撰稿|記者|记者|採訪|采访|採訪整理|编译|編譯|譯者|译者|翻譯|翻译|整理|責任編輯|责任编辑|責編|责编|"
    r"編輯|编辑|審校|审校|校對|校对|核稿|"
    r"來源|来源|文章來源|文章来源|執筆|取材|文)"
)
BYLINE = re.compile(
    rf"[（(【\[]?(?:(?:作者|筆者|笔者|撰文|Author)\s?[:：/／|｜]\s?\S[^。]{{0,60}}(?:。[^。]{{0,30}})?|"
    rf"{_WRITER}(?:[／/、&]{_WRITER})*\s?[:：/／|｜]\s?[^\s。，,？！?!][^。，,？！?!]{{0,40}}|"
    r"(?:本報|本报|特派)?(?:記者|记者|特派員|特派员|編譯|编译)[^，。；]{1,24}[／/]?[^，。；]{0,12}(?:報導|報道|"
    r"报道|專電|专电|專訪|编译|編譯|綜合外電|外電|電|电)|"
    r"[\u4e00-\u9fff]{2,4}\s?[／/]?\s?(?:报道|報道|報導|整理|編譯|编译)|[\u4e00-\u9fffA-Za-z ,.]{2,20}\s?[—–]{1,2}|"
    r"(?:綜合|综合)(?:報導|報道|报道|外電|外电)|"
    r"(?:作者|筆者|笔者)(?:為|为|是|係|系)\S.{2,80}|"
    rf"{_AGENCIES}(?:[、,，/／及和]\s?{_AGENCIES})*(?:綜合(?:報導|外電)|综合(?:报道|外电))?|"
    r"(?:By|Written by|Reporting by|Editing by)\s+[A-Z][\w.'\- ]{2,60}(?:,[^.]{2,60})?)[）)】\]]?[。.]?$"
)
BOILERPLATE = re.compile(
    r"[（(【\[「*※\s—-]*(?:編按|编按|編者按|编者按|編者註|编者注|編輯按|本文(?:僅|仅|只|純|純屬|不)?(?:代表|反映|"
    r"屬)|以上(?:言論|言论|觀點|观点|內容|内容)|文章(?:僅|仅|內容僅)|"
    r"本文(?:已)?(?:獲|获|經|经)?(?:授權|授权)?(?:轉載|转载|原(?:載|载|刊|文))|(?:關鍵|关键)[詞词字][:：]|"
    r"Keywords?:|字[體体](?:大小)?[:：]|小\s+中\s+大|本文(?:參考|参考|綜合|综合|根據|根据)|本文[^。，"
    r"]{0,16}(?:授權|授权|轉載|"
    r"转载)|(?:授權|授权)?(?:轉載|转载)自|原文(?:刊於|刊登|網址|網站|連結|链接|出處|出处|来源|來源|標題|标题)|"
    r"版權|版权|著作權|©|Copyright\b|\(c\)|All rights reserved|免責|免责|Disclaimer|"
    r"未(?:經|经)[^。]{0,20}(?:授權|授权|許可|许可|同意)|(?:嚴禁|严禁|禁止|不得|請勿|请勿|切勿)[^。]{0,12}(?:轉載|"
    r"转载|複製|复制)|"
    r"(?:分享|轉發|转发)(?:至|到|給|给|：|:|\s|$)|(?:按讚|追蹤|訂閱|订阅|關注我們|关注我们|歡迎加入|加入(?:我們|"
    r"會員|LINE)|下載[^。]{0,10}APP|扫码|掃碼|掃描)|"
    r"Follow us|Subscribe|Sign up|Share (?:this|on)|Click here|Advertisement|廣告|广告|点击|點擊|點我|"
    r"請繼續往下閱讀|回(?:首頁|上頁|頂部)|上一(?:篇|則|页)|下一(?:篇|則|页)|"
    r"(?:Tel|Fax|Phone|E-?mail|電話|电话|傳真|传真|電郵|地址|聯絡(?:人|電話|方式)|联系(?:人|电话|方式)|"
    r"新聞聯絡人)\s?[:：.]|"
    r"(?:第\s?\d+\s?[頁页]|-\s?\d{1,3}\s?-|Page\s?\d+(?:\s?of\s?\d+)?|\d{1,3}\s?/\s?\d{1,3})\s*$)",
    re.IGNORECASE,
)
_DISCLAIMER = re.compile(
    r"(?:僅|仅|只)代表(?:作者|筆者|笔者|個人|个人)|(?:不代表|並非代表)[^。\n]{2,24}(?:立場|立场|觀點|观点)|"
    r"受(?:到)?(?:著作權|版權)法?保護|views expressed|All rights reserved|版權所有|版权所有|"
    r"(?:未|非)[經经][^。，]{0,12}(?:授權|授权|許可|许可|同意)[^。]{0,6}(?:不得|禁止|嚴禁|严禁)",
    re.IGNORECASE,
)
TAIL_START = re.compile(
    r"[（(【\[「*※\s—-]*(?:編按|编按|編者按|编者按|本文|版權|版权|著作權|©|Copyright|關於(?:我們|作者|本)|"
    r"关于(?:我们|作者|本)|作者簡介|作者简介|About (?:the|us)|###|—完—|（完）)",
    re.IGNORECASE,
)
SELF_DESCRIPTION = re.compile(
    r"(?:本(?:基金會|基金会|會|会|中心|所|院|社|報|报|智庫|智库|協會|协会|刊|網|网)(?:為|为|係|系|成立|創立|创立|"
    r"是|致力)|"
    r"(?:關於|关于)(?:我們|我们|本|作者)|作者(?:簡介|简介)|About (?:the author|us|the)|(?:is|are) a "
    r"(?:non-?profit|think tank|research))",
    re.IGNORECASE,
)
ORGANISATION = re.compile(
    r"(?:財團法人|社團法人|国立研究開発法人|公益財団法人|一般財団法人)?[\w\u4e00-\u9fff·\s]{2,24}"
    r"(?:基金會|基金会|協會|协会|學會|学会|研究所|研究院|研究中心|中心|公司|智庫|智库|出版社|雜誌社|编辑部|編輯部|"
    r"委員會|财团|財団|Foundation|Institute|Center|Centre)$"
)
ADDRESS = re.compile(
    r"(?:〒?\d{3,6}[-－]?\d{0,4}\s?)?[\u4e00-\u9fff]{2,10}[市縣县區区府都道州][^。"
    r"；]{1,30}[路街道段巷弄號号樓楼町丁目番地]\s?[\d０-９一二三四五六七八九十之\-－]*\s?(?:號|号|樓|楼|室|F)?[^。"
    r"，]{0,12}$"
)
AFFILIATION = re.compile(
    r"[^。！？；]{2,60}(?:教授|研究員|研究员|研究生|博士生?|學者|学者|主任|所長|所长|院長|院长|社長|社长|會長|"
    r"会长|理事長|董事長|执行长|執行長|秘書長|秘书长|研發長|顧問|顾问|專員|委員|委员|"
    r"記者|记者|主編|主编|編輯|编辑|總編輯|主筆|主笔|特派員|特派员|專欄作家|专栏作家|評論員|评论员|撰述委員|助理|"
    r"將軍|大使|上將|中將|少將|校長|讲师|講師|"
    r"大學|大学|研究所|研究院|研究中心|學院|学院|(?:Professor|Fellow|Researcher|Director|Editor|Correspondent|"
    r"Institute|University|Analyst)[\w ,]*)$"
)
_SURNAMES = (
    "王李張张劉刘陳陈楊杨黃黄趙赵周吳吴徐孫孙朱馬马胡郭林何高梁鄭郑羅罗宋謝谢唐韓韩曹許许鄧邓蕭萧馮冯曾程"
    "蔡彭潘袁於于董余蘇苏葉叶呂吕魏蔣蒋田杜丁沈姜范江傅鍾钟盧卢汪戴崔任陸陆廖姚方金邱丘夏譚谭韋韦賈贾鄒邹"
    "石熊孟秦閻阎薛侯雷白龍龙段郝孔邵史毛常萬万顧顾賴赖武康賀贺嚴严尹錢钱施牛洪龔龚湯汤陶黎溫温莫易樊喬乔"
    "文安殷顏颜莊庄章魯鲁倪邢俞翁藍蓝童柯甘連连卓游涂凌簡简揭揚闕阙詹巫歐欧駱骆"
)
_NAME = (
    rf"(?:[{_SURNAMES}][\u4e00-\u9fff·]{{1,2}}|[{_SURNAMES}]\s[\u4e00-\u9fff]\s?[\u4e00-\u9fff]?|(?:歐陽|欧阳|"
    rf"司馬|上官|諸葛|司徒)[\u4e00-\u9fff]{{1,2}})"
)
NAMES = re.compile(
    rf"(?:文|撰文)?[／/:：]?\s?{_NAME}(?:\s?[、,，"
    rf"/／\s及與和&]\s?{_NAME}){{0,5}}(?:[（(][^（()）]{{2,40}}[）)])?\s?[*＊†\d]?$"
)
NUMBERED_HEADING = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|[壹貳參肆伍陸柒捌玖拾]{1,2}、|[（(][一二三四五六七八九十]{1,3}[)）]、?|"
    r"第[一二三四五六七八九十百\d]{1,4}[章節节部条條]\s?|"
    r"(?:[IVX]{1,5}|[A-Z])\.\s|"
    r"\d{1,2}(?:\.\d{1,2}){0,3}(?:[.、．]\s{0,3}|\s{1,3})(?=[^\d\s.、年月日時时点點個个名次億亿萬万%％:：]))"
)
PUBLISHER = re.compile(
    r"(?:來源|来源|文章來源|文章来源|新聞來源|出處|出处|媒體|媒体)\s?[:：]\s?(?P<source>[^\s，。；|"
    r"｜（()）\d]{2,24})|"
    r"(?:轉載自|转载自|原載於|原载于|原刊於|原刊于)[《〈「]?(?P<from>[^，。；、》〉」\s（()）]{2,24})|"
    r"不代表(?P<body>[^，。；\s本我該该貴]{3,20}?)(?:之|的)?(?:政策(?:與|与|和)|官方|任何)?(?:立場|立场|觀點|观点)|"
    r"^[（(【]?(?P<wire>中央社|新华社|新華社|中新社|中新网|共同社|路透社?|法新社|美聯社|德國之聲(?:中文網)?|"
    r"德国之声(?:中文网)?|美國之音|美国之音)"
)
AUTHOR = re.compile(
    r"(?:作者|筆者|笔者|撰文|(?<![\u4e00-\u9fff])文|Author|By)\s?(?:[:：/／|｜]|(?=\s[A-Z]))\s?"
    r"(?P<author>[^\s，,。；/／（(|｜][^，,。；/／（(|｜\n]{0,40}?)\s?(?=[，,。；/／（(|｜]|$)|"
    r"(?:記者|记者|特派員|特派员)\s?(?P<reporter>[\u4e00-\u9fff]{2,4})(?=\s?[／/])"
)
END_SIGN = re.compile(r"[（(—–\-#＃\s【*]*(?:完|全文完|本文完|End|ENDS?|了|以上)?[）)—–\-#＃\s】*]*$")
_DISCLAIMING = (
    "代表", "保護", "保护", "版權", "版权", "授權", "授权", "許可", "许可", "同意", "xpressed", "eserved", "ESERVED",
)  # fmt: skip


def disclaims(words: str) -> bool:
    """Say whether a short paragraph disclaims an opinion or claims a copyright, not only in its last sentence."""
    match = _DISCLAIMER.search(words) if any(sign in words for sign in _DISCLAIMING) else None
    return match is not None and words.rfind("。", 0, match.start()) < 0.5 * len(words)


LETTERHEAD = re.compile(
    r"[\w・·\s]{1,16}(?:網|网|報|报|社|省|部|廳|厅|院|隊|队|所|台|中心|基金會|基金会|論壇|论坛|特刊|專刊|专刊|"
    r"週刊|周刊|月刊|評論|评论|"
    r"專欄|专栏|新聞|新闻|新聞稿|新闻稿|資料|资料|快訊|快讯|News|Times|Post|Journal|Review|Release|Bulletin|Brief)$"
)
FOOTNOTE = re.compile(
    r"\d{1,3}\s+\S.{0,200}?(?:[〈《“][^〉》”]{1,80}[〉》”]|https?:|，。)|"
    r"\d{1,3}\.\s\S.{0,200}?(?:[頁页]\s?\d|\bpp?\.\s?\d|\b[Ii]bid|同註|同注|https?:|，。)"
)
