// The words of what a check of the data finds.

export const zh = {
  checkHelp: "检查几何、镇街之间的缝隙和重叠、河网与机构。点一条，地图就移到那里；再点一次看全部。",
  checkBusy: "正在检查…",
  checkCount: "问题 {findings} 处，提示 {notes} 处。",
  checkClean: "没有发现问题。",
  checkFindings: "须改正",
  checkNotes: "提示（合法，但值得一看）",
  checkMore: "只列出前 {n} 条；其余在地图上，全部见 xunhu check。",
  checkNowhere: "图上没有位置",
} as const;

export const en: Record<keyof typeof zh, string> = {
  checkHelp: "Checks geometry, gaps and overlaps between towns, waters and organisation. Choose one and the map goes there; choose it again to see all.",
  checkBusy: "Checking…",
  checkCount: "{findings} findings, {notes} notes.",
  checkClean: "Nothing is wrong.",
  checkFindings: "To be put right",
  checkNotes: "Notes (lawful, but worth a look)",
  checkMore: "Only the first {n} are listed; the others are on the map, all of them in xunhu check.",
  checkNowhere: "no place on the map",
};
