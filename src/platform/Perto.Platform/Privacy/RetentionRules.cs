using System.Globalization;

namespace Perto.Platform;

/// <summary>How long rows of which table are kept, read from the settings.</summary>
internal static class RetentionRules
{
    private static readonly TimeSpan Shortest = TimeSpan.FromHours(1);

    /// <summary>The tables that have a limit.</summary>
    /// <exception cref="InvalidSettingException">A name is no declared table with a time column, or a time cannot be used.</exception>
    public static IReadOnlyDictionary<PersonalDataTable, TimeSpan> Read(PrivacySettings settings, IEnumerable<PersonalDataTable> tables)
    {
        PersonalDataTable[] timed = [.. tables.Where(table => table.TimeColumn is not null)];
        Dictionary<PersonalDataTable, TimeSpan> rules = [];
        foreach ((string name, string given) in settings.Retention)
        {
            string setting = $"Perto:{PrivacySettings.Section}:Retention:{name}";
            PersonalDataTable table = timed.FirstOrDefault(table => string.Equals(table.Table, name, StringComparison.OrdinalIgnoreCase))
                ?? throw new InvalidSettingException(
                    setting, $"'{given}' for a table that has no time to count from", string.Join(", ", timed.Select(table => table.Table).Order(StringComparer.Ordinal)));
            rules[table] = TimeSpan.TryParse(given, CultureInfo.InvariantCulture, out TimeSpan kept) && kept >= Shortest
                ? kept
                : throw new InvalidSettingException(setting, $"'{given}'", "a time span of at least an hour, such as 90.00:00:00 for 90 days");
        }
        return rules;
    }
}
