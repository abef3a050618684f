#include "app/register.h"

#include "model/arrival.h"

static const struct str region_aliases[] = {
	STR_INIT("地区"),	STR_INIT("市"),	      STR_INIT("市别"),	    STR_INIT("城市"),	  STR_INIT("地级市"),
	STR_INIT("地级以上市"), STR_INIT("所属地市"), STR_INIT("报送地市"), STR_INIT("推荐单位"), STR_INIT("报送单位"),
	STR_INIT("报送地区"),	STR_INIT("来文单位"), STR_INIT("来件单位"), STR_INIT("送件单位"), STR_INIT("寄件单位"),
	STR_INIT("送达单位"),	STR_INIT("单位名称"), STR_INIT("单位"),	    STR_INIT("所在地市"), STR_INIT("所属地区"),
	STR_INIT("所在地区"),	STR_INIT("归口地市"), STR_INIT("所属市"),   STR_INIT("推荐部门"), STR_INIT("申报地市"),
	STR_INIT("推荐地区"),	STR_INIT("推荐地市"),
};

static const struct str time_aliases[] = {
	STR_INIT("送达日期时间"), STR_INIT("送达日期及时间"), STR_INIT("送达时刻"), STR_INIT("收件时间"),
	STR_INIT("收到时间"),	  STR_INIT("收文时间"),	      STR_INIT("接收时间"), STR_INIT("签收时间"),
	STR_INIT("到达时间"),	  STR_INIT("登记时间"),	      STR_INIT("报送时间"), STR_INIT("时间"),
};

static const struct str day_aliases[] = {
	STR_INIT("收件日期"), STR_INIT("收到日期"), STR_INIT("收文日期"), STR_INIT("接收日期"),
	STR_INIT("签收日期"), STR_INIT("到达日期"), STR_INIT("日期"),
};

static const struct profile_column columns[ARRIVAL_COLUMNS] = {
	[ARRIVAL_REGION] = { .name = STR_INIT("地市"),
			     .type = COLUMN_TEXT,
			     .required = true,
			     .alias_count = ARRAY_COUNT(region_aliases),
			     .alias = region_aliases },
	[ARRIVAL_TIME] = { .name = STR_INIT("送达时间"),
			   .type = COLUMN_TEXT,
			   .required = true,
			   .alias_count = ARRAY_COUNT(time_aliases),
			   .alias = time_aliases },
	[ARRIVAL_DAY] = { .name = STR_INIT("送达日期"),
			  .type = COLUMN_TEXT,
			  .required = false,
			  .alias_count = ARRAY_COUNT(day_aliases),
			  .alias = day_aliases },
};

const struct profile *register_profile(struct arena *arena, const struct profile *notice)
{
	struct profile *profile = ARENA_NEW(arena, struct profile);

	*profile = *notice;
	profile->column_count = ARRIVAL_COLUMNS;
	profile->column = columns;
	/* A row that says where from or when is one. */
	profile->project = ARRIVAL_TIME;
	profile->applicant = ARRIVAL_REGION;
	profile->direction = profile->person = profile->region_column = COLUMN_NONE;
	profile->sum_count = 0;
	return profile;
}
