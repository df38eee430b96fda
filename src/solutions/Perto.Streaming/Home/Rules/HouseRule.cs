using Perto.Platform;
using Perto.Recommendations;

namespace Perto.Streaming;

/// <summary>A rule of the settings.</summary>
public sealed class HouseRule : IRule<HomeContext, Title>
{
    private const double Highest = 100;

    private readonly HouseRuleSettings _settings;
    private readonly RuleEffect _effect;

    private HouseRule(HouseRuleSettings settings)
    {
        _settings = settings;
        _effect = settings.Factor == 0 ? RuleEffect.Drop : RuleEffect.Scale((float)settings.Factor);
    }

    /// <inheritdoc/>
    public string Name => _settings.Name;

    /// <summary>Whether it drops the titles that it is about.</summary>
    internal bool Drops => _settings.Factor == 0;

    /// <summary>Whether it needs to know what the page is shown on.</summary>
    internal bool AsksForDevice => _settings.Devices.Count > 0;

    /// <inheritdoc/>
    public RuleEffect Judge(HomeContext context, CandidateSet<Title> candidates, int candidate) =>
        IsAbout(context, candidates[candidate]) ? _effect : RuleEffect.Keep;

    /// <summary>Makes the rules of the settings.</summary>
    /// <exception cref="InvalidSettingException">A rule cannot be used.</exception>
    internal static IReadOnlyList<HouseRule> Of(IEnumerable<HouseRuleSettings> settings)
    {
        var rules = new List<HouseRule>();
        foreach (HouseRuleSettings one in settings)
        {
            string path = $"Perto:Streaming:Rules:{rules.Count}";
            if (one.Name.Length == 0 || !one.Name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '_'))
                throw new InvalidSettingException($"{path}:Name", $"'{one.Name}'", "a name of a-z, 0-9 and _");
            if (rules.Exists(rule => rule.Name == one.Name))
                throw new InvalidSettingException($"{path}:Name", $"'{one.Name}', which another rule has", "a name of its own");
            if (!(one.Factor >= 0 && one.Factor <= Highest))
                throw new InvalidSettingException($"{path}:Factor", $"'{one.Factor}'", $"a number from 0 to {Highest}");
            RequireDays(one.NewerThanDays, $"{path}:NewerThanDays");
            RequireDays(one.OlderThanDays, $"{path}:OlderThanDays");
            if (one is { Genres.Count: 0, Languages.Count: 0, Kind: null, Original: null, NewerThanDays: null, OlderThanDays: null })
                throw new InvalidSettingException(path, "a rule about every title", "one of Genres, Languages, Kind, Original, NewerThanDays, OlderThanDays at least");
            rules.Add(new HouseRule(one));
        }
        return rules;
    }

    /// <summary>Whether the page and the title meet all conditions.</summary>
    internal bool IsAbout(HomeContext context, Title title) =>
        (_settings.Countries.Count == 0 || (context.Country is { } country && _settings.Countries.Contains(country, StringComparer.OrdinalIgnoreCase)))
        && (_settings.Devices.Count == 0 || (context.Request.Device is { } device && _settings.Devices.Contains(device)))
        && (_settings.Kind is null || _settings.Kind == title.Kind)
        && (_settings.Original is null || _settings.Original == title.IsOriginal)
        && (_settings.Genres.Count == 0 || title.Genres.Any(genre => _settings.Genres.Contains(genre, StringComparer.OrdinalIgnoreCase)))
        && (_settings.Languages.Count == 0 || title.Languages.Any(Speaks))
        && IsOfAge(context, title);

    private bool Speaks(string language) => _settings.Languages.Any(asked =>
        language.Equals(asked, StringComparison.OrdinalIgnoreCase) || language.StartsWith(asked + "-", StringComparison.OrdinalIgnoreCase));

    private bool IsOfAge(HomeContext context, Title title)
    {
        if (_settings.NewerThanDays is null && _settings.OlderThanDays is null)
            return true;
        return TitleAge.Days(title, context.At) is { } days
            && (_settings.NewerThanDays is not { } newer || days <= newer)
            && (_settings.OlderThanDays is not { } older || days > older);
    }

    private static void RequireDays(int? days, string setting)
    {
        if (days is < 0)
            throw new InvalidSettingException(setting, $"'{days}'", "a whole number of days, 0 and up");
    }
}
