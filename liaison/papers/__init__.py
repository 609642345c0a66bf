"""The office's papers, one file each; `PAPERS` holds them by name."""

from __future__ import annotations

from collections.abc import Mapping

from liaison.papers.paper import Issue, Paper, Request

PAPERS: Mapping[str, Paper] = {
    paper.name: paper
    for paper in (
        Paper("quarterly-report", "季度汇报", "给镇党委的汇报：工作措施、工作成效、工作困难", "reports:make",
              "period", book="reports", formal=True, upward=True),
        Paper("quarterly-bulletin", "季通报", "每位委员一季度的履职情况，发给委员、报党委", "quarterly_bulletin:make",
              "period", formal=True),
        Paper("annual-bulletin", "年度整理通报", "三本簿一年的合计和每位委员的全年情况", "annual_bulletin:make", "year",
              formal=True),
        Paper("signin-sheet", "签到表（空白）", "活动前打印，到场的人手签", "signin_sheet:blank", "activity or period",
              book="activities"),
        Paper("signin-sheet-filled", "签到表（已签）", "活动后打印，归档", "signin_sheet:filled", "activity or period",
              book="activities"),
        Paper("signin-book", "签到簿", "一年的签到，装订成册", "signin_book:make", "year"),
        Paper("donation-book", "爱心捐赠台账", "一年的捐赠和发放，装订成册", "donation_book:make", "year"),
        Paper("honor-book", "荣誉登记簿", "一年的荣誉，装订成册", "honor_book:make", "year"),
        Paper("donation-notice", "捐赠公示", "只列同意公示的捐赠人", "donation_notice:make", "period"),
        Paper("donation-slip", "登记回执", "一笔捐赠一张，一半存根，一半给捐赠人", "donation_slip:make",
              "records or period", book="donations", batch=True),
        Paper("thanks-letter", "感谢状", "一位捐赠人一张", "thanks_letter:make", "records or period", book="donations",
              batch=True),
        Paper("honor-certificates", "荣誉证书清单", "一段时间的荣誉和证书存放的地方", "honor_certificates:make",
              "period"),
        Paper("meeting-notice", "会议通知", "信函格式，附回执", "meeting_notice:make", "activity or period",
              book="activities", numbered="发文字号"),
        Paper("minutes", "会议纪要", "议程和记录，出席、请假、列席的人", "minutes:make", "activity or period",
              book="activities", numbered="编号"),
        Paper("activity-brief", "活动简报", "一次活动的经过和照片", "activity_brief:make", "activity or period",
              book="activities", numbered="期号"),
        Paper("workgroup-chart", "挂图作战图", "各专班的任务和进度，贴在墙上", "workgroup_chart:make_chart", ""),
        Paper("assignment-table", "任务表", "各专班的任务，按期限排列", "workgroup_chart:make_table", ""),
        Paper("assignment-slip", "任务交办单", "一件任务一张，交办人和承办人签字", "assignment_slip:make",
              "records or period", book="assignments", batch=True),
        Paper("dossier", "履职档案", "一位委员的全部记录，归档，换届时交还本人", "dossier:make", "member",
              book="members", phones=True),
        Paper("member-list", "委员名册", "在任委员的姓名、单位和职务", "member_list:make", ""),
        Paper("contact-list", "委员联系方式", "在任委员的单位和职务；要电话时当面勾选", "contact_list:make", "",
              phones=True),
    )
}

__all__ = ["PAPERS", "Issue", "Paper", "Request"]
