"""Units, measure words and currencies of Chinese figures, in folded form.

Figure units are those of the claims format: ``person vessel aircraft missile times round percent percent_gdp km km2
minute hour day month year``, ISO 4217 codes, and ``item`` for all else that is counted.
"""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["AREAS", "BARE_NOUNS", "CURRENCIES", "CURRENCY_SIGNS", "DISTANCES", "MEASURES", "Measure"]


class Measure(NamedTuple):
    """A measure word's unit, and the characters that would make another word of it (5名單, 2台灣)."""

    unit: str
    not_before: str = ""


# Measure word, unit, characters that may not follow.
_MEASURES = """
    名 person 为单字列次义
    位 person 于置列在次
    人 person 民员物类口权工才士马事选均道格生体手心间造氏寿质数大
    口 person 岸径号中气味
    兵力 person
    艘 vessel
    艘次 times
    架 aircraft 构设空
    架次 times
    枚 missile
    发 missile 生展表布射动言出起现行达挥电给放明烧酵
    次 times 要级元日年月长子序世官贷
    趟 times
    度 times 线角的以高气过假,，。、；）
    人次 item
    回合 round
    轮 round 流船胎替值廓
    个 item 人别性体案月百星礼小世钟季工
    项 item 目羽链
    件 item
    处 item 理于长罚在境置分死
    座 item 谈位舱标落上
    套 item 用利路牢现
    辆 item
    门 item 口槛户票诊
    台 item 湾海币北中南商股军积风独方美日面
    颗 item
    家 item 庭人长园属乡居具用里族
    国 item 集会家际防民王土外务籍内军务
    间 item 隔接断谍
    所 item 以有谓在得属长需言
    份 item 子额内
    条 item 件例约款规文之
    种 item 族植
    类 item 似别型
    支 item 持援出付撑部柱
    只 item 有是要能会好需不在为
    张 item 力开贴
    页 item
    场 item 所地合面景
    起 item 来草诉飞码义因源步初点降动用
    批 item 评准判发
    组 item 成织合建长
    笔 item 者记试
    部 item 长分队门署落位委
    艇 vessel
    具 item 有体备
    款 item 项
    例 item 如子行外会
    宗 item 教旨
    桩 item
    吨 item 位级
    公吨 item
    桶 item
    千瓦 item
    兆瓦 item
    公斤 item
    点 item 出名钟燃火击评头心名整半多许
    方 item 面向式针法案便可安
    层 item 级面次
    步 item 骤伐兵行
    席 item 位次
    票 item 据价券
    户 item 籍外口
    棵 item
    首 item 相长先次都席脑府尔
    剂 item
    株 item
"""
MEASURES = {row[0]: Measure(*row[1:]) for row in map(str.split, _MEASURES.strip().splitlines())}
"""Measure words that make a figure, with what they count."""

DISTANCES = {
    "公里": 1.0, "千米": 1.0, "km": 1.0, "海里": 1.852, "浬": 1.852, "英里": 1.609344, "哩": 1.609344,
    "英尺": 0.0003048, "呎": 0.0003048, "公尺": 0.001, "米": 0.001, "码": 0.0009144,
}  # fmt: skip
"""Lengths in kilometres."""

AREAS = {
    "平方公里": 1.0, "平方千米": 1.0, "km2": 1.0, "㎢": 1.0, "平方英里": 2.589988, "平方海里": 3.429904,
    "公顷": 0.01, "英亩": 0.004046856, "平方公尺": 1e-06, "平方米": 1e-06,
}  # fmt: skip
"""Areas in square kilometres."""

CURRENCIES = {
    "美元": "USD", "美金": "USD", "日圆": "JPY", "日元": "JPY", "日币": "JPY", "欧元": "EUR", "英镑": "GBP",
    "人民币": "CNY", "新台币": "TWD", "台币": "TWD", "港元": "HKD", "港币": "HKD", "韩元": "KRW", "韩圜": "KRW",
    "韩圆": "KRW", "韩币": "KRW", "披索": "PHP", "菲律宾比索": "PHP", "比索": "PHP", "澳元": "AUD", "澳币": "AUD",
    "卢布": "RUB", "卢比": "INR", "印度卢比": "INR", "印尼盾": "IDR", "越南盾": "VND", "泰铢": "THB",
    "加元": "CAD", "加币": "CAD", "瑞士法郎": "CHF", "瑞郎": "CHF", "纽元": "NZD", "纽币": "NZD",
    "新加坡元": "SGD", "新元": "SGD", "令吉": "MYR", "马币": "MYR", "新谢克尔": "ILS", "瑞典克朗": "SEK",
    "挪威克朗": "NOK", "丹麦克朗": "DKK", "圆": "JPY", "元": "",
}  # fmt: skip
"""Currencies by their names after a number; a bare 元 is CNY or TWD by the text it stands in."""

CURRENCY_SIGNS = {
    "us$": "USD", "nt$": "TWD", "hk$": "HKD", "a$": "AUD", "$": "USD", "¥": "JPY", "€": "EUR", "£": "GBP",
    "usd": "USD", "人民币": "CNY", "新台币": "TWD", "台币": "TWD", "美元": "USD", "日圆": "JPY", "欧元": "EUR",
}  # fmt: skip
"""Currencies as they stand before a number."""

BARE_NOUNS = {
    "美军": "person", "日军": "person", "大军": "person", "士兵": "person", "官兵": "person", "部队": "person",
    "平民": "person", "难民": "person", "军人": "person", "民众": "person", "居民": "person", "兵员": "person",
    "俄军": "person", "乌军": "person", "共军": "person", "国军": "person", "驻军": "person", "自卫队员": "person",
    "自衞队员": "person", "陆战队": "person", "劳工": "person", "就业": "item", "工作机会": "item",
    "工作岗位": "item", "职缺": "item", "军机": "aircraft", "战机": "aircraft", "船舰": "vessel", "舰艇": "vessel",
    "军舰": "vessel",
}  # fmt: skip
"""Nouns that are counted without a measure word: 100 萬就業機會, 5 萬美軍."""
