/* A small notice for tests: three regions, two categories, the columns of the form. */
#ifndef TESTS_PROFILE_FIXTURE_H
#define TESTS_PROFILE_FIXTURE_H

#include "profile/load.h"

static const char fixture_text[] = "[通知]\n"
				   "编号 = test-1\n"
				   "名称 = 试点示范\n"
				   "汇总表标题 = 试点示范项目汇总表\n"
				   "推荐单位 = 省厅\n"
				   "上报上限 = 3\n"
				   "[列]\n"
				   "序号 = 序号, 选填\n"
				   "项目名称 = 文本, 必填, 申报项目, 项目\n"
				   "申报单位 = 单位, 必填, 申报主体, 企业名称\n"
				   "申报方向 = 方向, 必填\n"
				   "联系人 = 文本, 必填, 姓名\n"
				   "联系方式（手机与邮箱） = 手机+邮箱, 必填, 联系方式, 手机, 联系电话, 邮箱\n"
				   "[方向]\n"
				   "甲类平台 = 甲平台; 1 甲一方向; 2 甲二方向\n"
				   "乙类合作 = 乙合作; 3 乙三方向\n"
				   "丙类贯标 = 丙贯标; 4 丙四方向\n"
				   "[配额]\n"
				   "大市 = 2, 广州市, 深圳市\n"
				   "小市 = 1, 中山市\n";

static inline const struct profile *fixture_profile(struct arena *arena)
{
	struct load_mistakes mistakes = { 0 };

	return load_profile(arena, str_bytes(str_from(fixture_text)), &mistakes);
}

#endif
