using System.CommandLine;
using System.Globalization;
using Perto.Platform;

namespace Perto.Cli;

/// <summary>What the commands about keys and the audit log have in common.</summary>
internal static class AccessOptions
{
    public static Option<string?> Tenant { get; } = new("--tenant")
    {
        Description = "Whose; another's than the key's own needs a key with the scope operator",
        HelpName = "TENANT",
    };

    /// <summary>An option that takes a length of time such as <c>90d</c>.</summary>
    public static Option<TimeSpan?> Duration(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "TIME",
        CustomParser = result =>
        {
            string given = result.Tokens[0].Value;
            if (Read(given) is { } time)
                return time;
            result.AddError($"{name} must be a number with s, m, h or d, such as 90d or 12h; got '{given}'");
            return null;
        },
    };

    /// <summary>All pages of a list.</summary>
    public static async Task<List<T>> AllAsync<T>(Func<Paging, Task<Page<T>>> list, int most = int.MaxValue)
    {
        var all = new List<T>();
        string? cursor = null;
        do
        {
            Page<T> page = await list(new Paging(Math.Min(Paging.MaxLimit, most - all.Count), cursor));
            all.AddRange(page.Items);
            cursor = page.NextCursor;
        }
        while (cursor is not null && all.Count < most);
        return all;
    }

    private static TimeSpan? Read(string given)
    {
        double seconds = given.LastOrDefault() switch { 's' => 1, 'm' => 60, 'h' => 3600, 'd' => 86_400, _ => 0 };
        return seconds > 0 && int.TryParse(given[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out int count)
            ? TimeSpan.FromSeconds(count * seconds)
            : null;
    }
}
