using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Perto.Platform.Tests;

public sealed class JobSettingsTests
{
    [Fact]
    public void Settings_change_the_schedule_and_turn_a_job_on_or_off()
    {
        ScheduledJobs jobs = Jobs(("Schedule", "0 0 4 * * ? Europe/Lisbon"), ("Enabled", "false"));
        JobDefinition job = jobs.Require("counting");
        Assert.Equal("0 0 4 * * ? Europe/Lisbon", job.Schedule.ToString());
        Assert.False(job.Enabled);
        Assert.True(Jobs().Require("counting").Enabled);
        Assert.Equal("every 01:00:00", Jobs().Require("counting").Schedule.ToString());
    }

    [Theory]
    [InlineData("Schedule", "every night", "'every night' ('night' is no time span)")]
    [InlineData("Schedule", "0 61 3 * * ?", "'0 61 3 * * ?'")]
    [InlineData("Enabled", "sometimes", "is 'sometimes'; allowed: true or false")]
    [InlineData("Shedule", "every 00:01:00", "Schedule and Enabled are the settings of a job")]
    public void A_setting_that_cannot_be_used_is_named_with_its_value_and_its_rule(string name, string value, string told)
    {
        InvalidSettingException refused = Assert.Throws<InvalidSettingException>(() => Jobs((name, value)));
        Assert.Equal($"Perto:Jobs:counting:{name}", refused.Setting);
        Assert.Contains(told, refused.Message, StringComparison.Ordinal);
        if (name == "Schedule")
            Assert.Contains("Quartz cron expression of 6 or 7 fields", refused.Allowed, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_of_a_job_that_does_not_exist_are_refused()
    {
        InvalidSettingException refused = Assert.Throws<InvalidSettingException>(() => Build(new() { ["Perto:Jobs:couting:Enabled"] = "false" }));
        Assert.Equal("Perto:Jobs:couting", refused.Setting);
        Assert.Contains("counting", refused.Allowed, StringComparison.Ordinal);
    }

    private static ScheduledJobs Jobs(params (string Name, string Value)[] settings) =>
        Build(settings.ToDictionary(setting => $"Perto:Jobs:counting:{setting.Name}", string? (setting) => setting.Value));

    private static ScheduledJobs Build(Dictionary<string, string?> settings)
    {
        var services = new ServiceCollection();
        services.AddPerto(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())
            .AddModule("test", module => module.Job<CountingJob>("counting", JobSchedule.Every(TimeSpan.FromHours(1))));
        using ServiceProvider provider = services.BuildServiceProvider();
        return provider.GetRequiredService<ScheduledJobs>();
    }
}
