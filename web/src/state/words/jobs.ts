// The words of long work.

export const zh = {
  jobs: "后台任务",
  jobsHint: "计划、导入、导出等后台任务的进度",
  jobsOpen: "{n} 项未完成",
  jobCancel: "取消",
  jobRetry: "重试",
  jobOpen: "打开计划",
  jobSave: "下载",
  jobDoes: "{does}：{job}，{at}",
  jobBy: "{person} · {at}",
  jobDone: "{percent}%",
  announceJob: "{job}：{status}。",
  jobStatus_accepted: "等待执行",
  jobStatus_running: "执行中",
  jobStatus_successful: "已完成",
  jobStatus_failed: "失败",
  jobStatus_dismissed: "已取消",
} as const;

export const en: Record<keyof typeof zh, string> = {
  jobs: "Jobs",
  jobsHint: "How far plans, imports, exports and other long work are",
  jobsOpen: "{n} not done",
  jobCancel: "Cancel",
  jobRetry: "Try again",
  jobOpen: "Open the plan",
  jobSave: "Download",
  jobDoes: "{does}: {job}, {at}",
  jobBy: "{person} · {at}",
  jobDone: "{percent}%",
  announceJob: "{job}: {status}.",
  jobStatus_accepted: "waiting",
  jobStatus_running: "under way",
  jobStatus_successful: "done",
  jobStatus_failed: "failed",
  jobStatus_dismissed: "cancelled",
};
