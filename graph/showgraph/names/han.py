"""Han characters (Hanzi, Kanji, Hanja) in their old, new, traditional and simplified forms.

One character often has three: 澤 of old and of Taiwan, 沢 of Japan, 泽 of mainland China. The table holds those that
occur in names and are one character beyond doubt; it doesn't say how a character is read, for that no rule can know.
"""

from __future__ import annotations

from functools import cache

# The first of each group stands for all.
_VARIANTS = """
    亚亞亜 丽麗 乐樂楽 义義 乔喬 书書 业業 东東 丝絲 严嚴厳 临臨 为爲為 云雲 产產 亲親 仪儀 优優 会會 传傳 伟偉 伦倫
    侠俠 俊儁 儿兒児 党黨 兰蘭 关關関 兴興 军軍 农農 冈岡 冯馮 刘劉 则則 刚剛 创創 剑劍剣 劲勁 励勵 勋勳勲 华華 协協
    单單単 卢盧 卫衛 历歷 厉厲 双雙 发發 变變変 叶葉 号號 台臺 吕呂 吴吳呉 启啟啓 员員 咏詠 响響 园園 国國 图圖
    圆圓円 圣聖 坚堅 坛壇 坤堃 垒壘 壮壯 声聲 备備 复復 头頭 夹夾 奋奮 奥奧 娄婁 娅婭 娇嬌 娴嫻 婵嬋 孙孫 学學 宁寧
    宝寶寳 实實実 审審 宪憲 宫宮 宽寬寛 宾賓 对對 寻尋 寿壽 将將 尔爾 尧堯尭 岁歲 岛島嶋嶌 岭嶺 岳嶽 峰峯 崎﨑 巩鞏
    师師 带帶 帅帥 广廣広 庄莊荘 庆慶 库庫 应應応 庞龐 废廢 开開 张張 弥彌 弹彈弾 强強 归歸帰 彦彥 彻徹 径徑 德徳
    忆憶 怀懷 恋戀 恒恆 恳懇 悦悅 惠恵 愿願 戏戲戯 战戰戦 户戶戸 扬揚 报報 择擇択 挚摯 据據拠 敌敵 数數 斋齋斎 无無
    时時 显顯顕 晋晉 晓曉暁 晖暉 曾曽 术術 机機 杨楊 杰傑 条條 来來 极極 枫楓 柏栢 查査 标標 栋棟 树樹 栾欒 桥橋
    桦樺 桧檜 梦夢 检檢 楼樓 槙槇 樱櫻桜 欢歡歓 欧歐 步歩 毕畢 气氣気 汉漢 汤湯 沟溝 泷瀧滝 泽澤沢 泪淚涙 洁潔 浅淺
    济濟済 浓濃 涛濤 涂塗 润潤 涩澀渋澁 涼凉 渊淵渕 清淸 温溫 游遊 湾灣 满滿満 滨濱浜 潜潛 澜瀾 濑瀨瀬 灵靈 灿燦
    炜煒 点點 炼煉 烁爍 烨燁 热熱 焕煥 爱愛 犹猶 独獨 狮獅 献獻 猫貓 玮瑋 环環 现現 玛瑪 珑瓏 琼瓊 瑶瑤 璎瓔 电電
    画畫 畅暢 盐鹽塩 监監 盘盤 真眞 矫矯 码碼 礼禮 祯禎 祸禍 离離 种種 积積 稣穌 穂穗 穷窮 竞競 笔筆 笼籠 筑築 简簡
    类類 红紅 约約 纪紀 纬緯 纯純 纲綱 纳納 纶綸 纹紋 线線 练練 细細 织織 终終 绍紹 经經経 结結 绘繪絵 绚絢 络絡
    绣繡 继繼継 绪緒 绫綾 维維 绮綺 绯緋 绿綠緑 缘緣縁 缨纓 罗羅 耀燿 聂聶 联聯 聪聰聡 肃肅 胆膽 胜勝 腾騰 舆輿
    艳艷豔艶 艺藝 节節 芦蘆 苍蒼 苏蘇 苹蘋 荣榮栄 药藥薬 荐薦 莱萊 莲蓮 莹瑩 营營 萝蘿 萧蕭 萨薩 蓝藍 蒋蔣 蔷薔 藏蔵
    虑慮 虚虛 虽雖 蚁蟻 袭襲 观觀観 觉覺覚 誉譽 计計 许許 论論 设設 词詞 译譯 诗詩 诚誠 话話 语語 诸諸 诺諾 读讀読
    谅諒 谈談 谊誼 谋謀 谚諺 谢謝 谦謙 谨謹 谭譚 谱譜 贝貝 贞貞 贡貢 财財 贤賢 贵貴 贺賀 贾賈 费費 赏賞 赖賴 赞贊
    赵趙 跃躍 车車 轩軒 软軟 轮輪 轻輕軽 载載 辅輔 辉輝 辑輯 边邊邉辺 达達 迁遷 过過 迈邁 运運 还還 进進 远遠 连連
    迟遲 适適 选選 逊遜 递遞 逻邏 遥遙 邓鄧 邝鄺 邬鄔 邹鄒 郎郞 郑鄭 郦酈 鉴鑑鑒 钊釗 钟鍾鐘锺 钢鋼 钦欽 钧鈞 钱錢銭
    铁鐵鉄 铃鈴 铭銘 银銀 铠鎧 锋鋒 锐銳鋭 锦錦 镇鎮鎭 镜鏡 长長 门門 闪閃 闫閆 闯闖 闲閒 间間 闵閔 闻聞 阎閻 阔闊
    队隊 阳陽 阴陰 陆陸 陈陳 际際 险險険 随隨 难難 雾霧 静靜 韦韋 韩韓 韵韻 页頁 顶頂 项項 顺順 须須 顾顧 顿頓 颂頌
    领領 颖穎頴 颜顏顔 风風 飘飄 飞飛 饭飯 饶饒 馆館舘 马馬 驰馳 驻駐 驾駕 骄驕 骅驊 骆駱 骏駿 骥驥 高髙 鱼魚 鲁魯
    鲍鮑 鲜鮮 鸟鳥 鸣鳴 鸥鷗鴎 鸿鴻 鹅鵝 鹤鶴 鹏鵬 鹰鷹 麦麥 黄黃 黑黒 齐齊斉 龄齡 龙龍竜 龚龔 龟龜亀 丰豐豊 万萬
    与與 凤鳳 凛凜 区區 富冨 总總総 桑桒 状狀 県縣县 畴疇 祢禰 荫蔭 裡裏 诞誕 赠贈 铎鐸 锅鍋 镰鐮鎌 阁閣 韧韌 额額
    教敎 青靑
"""


@cache
def _fold_table() -> dict[int, str]:
    return str.maketrans({letter: group[0] for group in _VARIANTS.split() for letter in group[1:]})


def has_han(text: str) -> bool:
    """Tell whether a text has Han characters.

    >>> has_han("周星驰"), has_han("さくら"), has_han("박지후")
    (True, False, False)
    """
    return not text.isascii() and any(
        "\u4e00" <= letter <= "\u9fff" or letter in "々〇" or "\u3400" <= letter <= "\u4dbf" for letter in text
    )


def fold_han(text: str) -> str:
    """Return a text with each character in one of its forms.

    >>> fold_han("周星馳") == fold_han("周星驰")
    True
    >>> fold_han("黒澤明") == fold_han("黑沢明"), fold_han("渡邊") == fold_han("渡辺")
    (True, True)
    >>> fold_han("于适") == fold_han("石羽")
    False
    """
    return text.translate(_fold_table())


def han_keys(name: str) -> frozenset[str]:
    """Return the key of a name written in Han characters, alone or with kana; empty for others.

    >>> han_keys("長澤 まさみ") == han_keys("長沢まさみ")
    True
    """
    return frozenset({fold_han("".join(name.split()))} if has_han(name) else ())
