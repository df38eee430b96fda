using Microsoft.Extensions.Configuration;

namespace Perto.Platform;

/// <summary>All jobs that modules registered, by name.</summary>
internal sealed class ScheduledJobs
{
    public const string Section = "Jobs";
    private const int LongestName = 64;

    private readonly SortedDictionary<string, JobDefinition> _jobs = new(StringComparer.Ordinal);

    /// <param name="jobs">What modules registered.</param>
    /// <param name="perto">The section <c>Perto:</c>.</param>
    /// <exception cref="InvalidSettingException">There are settings of a job that does not exist.</exception>
    public ScheduledJobs(IEnumerable<JobDefinition> jobs, IConfiguration perto)
    {
        foreach (JobDefinition job in jobs)
            _jobs.Add(job.Name, job);
        foreach (IConfigurationSection section in perto.GetSection(Section).GetChildren())
        {
            if (!_jobs.Keys.Contains(section.Key, StringComparer.OrdinalIgnoreCase))
                throw new InvalidSettingException(section.Path, "of no job", string.Join(", ", _jobs.Keys));
        }
    }

    /// <summary>In the order of their names.</summary>
    public IReadOnlyCollection<JobDefinition> All => _jobs.Values;

    /// <summary>The job of a name.</summary>
    /// <exception cref="NotFoundException">There is none.</exception>
    public JobDefinition Require(string name) => _jobs.GetValueOrDefault(name) ?? throw new NotFoundException("job", name);

    /// <summary>What a module registers, with what the settings say of it.</summary>
    /// <exception cref="ArgumentException">The name is not valid.</exception>
    /// <exception cref="InvalidSettingException">The settings' schedule cannot be read, or Enabled is neither true nor false.</exception>
    public static JobDefinition Define<TJob>(string name, JobSchedule schedule, JobOptions options, IConfiguration configuration)
        where TJob : IScheduledJob
    {
        if (name.Length is 0 or > LongestName || !name.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character == '-'))
            throw new ArgumentException($"A job's name has 1 to {LongestName} characters of a-z, 0-9 and '-'; got '{name}'", nameof(name));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.KeptRuns, 1);
        IConfigurationSection section = configuration.GetSection($"{Section}:{name}");
        foreach (IConfigurationSection setting in section.GetChildren())
        {
            if (!Is(setting, nameof(JobDefinition.Schedule)) && !Is(setting, nameof(JobDefinition.Enabled)))
                throw new InvalidSettingException(setting.Path, $"'{setting.Value}'", "Schedule and Enabled are the settings of a job");
        }
        return new JobDefinition
        {
            Name = name,
            Type = typeof(TJob),
            Schedule = ReadSchedule(section.GetSection(nameof(JobDefinition.Schedule))) ?? schedule,
            Options = options,
            Enabled = ReadEnabled(section.GetSection(nameof(JobDefinition.Enabled))) ?? options.Enabled,
        };
    }

    private static bool Is(IConfigurationSection setting, string name) => setting.Key.Equals(name, StringComparison.OrdinalIgnoreCase);

    private static JobSchedule? ReadSchedule(IConfigurationSection setting)
    {
        if (setting.Value is not { } given)
            return null;
        try
        {
            return JobSchedule.Parse(given);
        }
        catch (FormatException fault)
        {
            throw new InvalidSettingException(setting.Path, $"'{given}' ({fault.Message.TrimEnd('.')})", JobSchedule.Rule, fault);
        }
    }

    private static bool? ReadEnabled(IConfigurationSection setting) =>
        setting.Value is not { } given ? null
        : bool.TryParse(given, out bool enabled) ? enabled
        : throw new InvalidSettingException(setting.Path, $"'{given}'", "true or false");
}
