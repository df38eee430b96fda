namespace Perto.Platform.Tests;

public sealed class JobScheduleTests
{
    [Theory]
    [InlineData("every 00:15:00", "2026-03-01T10:07:00Z", "2026-03-01T10:15:00Z")]
    [InlineData("every 00:15:00", "2026-03-01T10:15:00Z", "2026-03-01T10:30:00Z")]
    [InlineData("every 1.00:00:00", "2026-03-01T10:15:00Z", "2026-03-02T00:00:00Z")]
    [InlineData("0 30 3 * * ?", "2026-03-01T10:15:00Z", "2026-03-02T03:30:00Z")]
    [InlineData("0 30 3 ? * SUN", "2026-03-02T00:00:00Z", "2026-03-08T03:30:00Z")]
    [InlineData("0 30 3 1 1 ? 2030", "2026-03-02T00:00:00Z", "2030-01-01T03:30:00Z")]
    [InlineData("0 30 3 * * ? Europe/Berlin", "2026-01-15T00:00:00Z", "2026-01-15T02:30:00Z")]
    [InlineData("0 30 3 * * ? Europe/Berlin", "2026-07-15T00:00:00Z", "2026-07-15T01:30:00Z")]
    public void The_next_fire_time_is_what_the_text_says(string text, string after, string expected)
    {
        var schedule = JobSchedule.Parse(text);
        Assert.Equal(Moment(expected), schedule.NextAfter(Moment(after)));
        Assert.Equal(text, schedule.ToString());
        Assert.Equal(Moment(expected), JobSchedule.Parse(schedule.ToString()).NextAfter(Moment(after)));
    }

    [Theory]
    [InlineData("", "cron")]
    [InlineData("0 30 3 * *", "")]
    [InlineData("0 99 3 * * ?", "between 0 and 59")]
    [InlineData("0 0 3 30 2 ?", "no day is ever one of it")]
    [InlineData("0 30 3 * * ? Europe/Atlantis", "there is no time zone 'Europe/Atlantis'")]
    [InlineData("every day", "'day' is no time span")]
    [InlineData("every 00:00:00.5", "from 00:00:01 to 366.00:00:00")]
    public void A_text_that_is_no_schedule_is_refused(string text, string reason)
    {
        FormatException refused = Assert.Throws<FormatException>(() => JobSchedule.Parse(text));
        Assert.Contains(reason, refused.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("0 0 3 * * ?")]
    [InlineData("0/7 * * * * ?")]
    [InlineData("* * 3 * * ?")]
    [InlineData("every 00:00:40")]
    [InlineData("0 0 3 31 * ?")]
    public void The_last_fire_time_of_a_span_is_the_one_that_a_walk_through_all_finds(string text)
    {
        var schedule = JobSchedule.Parse(text);
        DateTimeOffset from = Moment("2026-01-30T12:00:05Z");
        foreach (double hours in (double[])[0, 0.001, 0.01, 1, 14.9, 15, 15.5, 39.2])
        {
            DateTimeOffset now = from.AddHours(hours);
            DateTimeOffset? expected = null;
            for (DateTimeOffset? next = schedule.NextAfter(from); next <= now; next = schedule.NextAfter(next.Value))
                expected = next;
            Assert.Equal(expected, schedule.LastBetween(from, now));
        }
    }

    private static DateTimeOffset Moment(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
