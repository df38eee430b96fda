namespace Perto.Streaming;

/// <summary>A rule of the house in the settings: a factor for the titles that meet all of its conditions. One condition at least is given.</summary>
public sealed class HouseRuleSettings
{
    /// <summary>Name in explanations: a-z, 0-9 and <c>_</c>, each once.</summary>
    public string Name { get; set; } = "";

    /// <summary>What the score is multiplied with, 0 to 100: above 1 lifts, below 1 lowers, 0 drops.</summary>
    public double Factor { get; set; } = 1;

    /// <summary>The title has one of these genres.</summary>
    public IList<string> Genres { get; } = [];

    /// <summary>One of these languages can be heard; <c>pt</c> is also met by <c>pt-BR</c>.</summary>
    public IList<string> Languages { get; } = [];

    /// <summary>The title is of this kind.</summary>
    public TitleKind? Kind { get; set; }

    /// <summary>Whether the title was made by the service itself.</summary>
    public bool? Original { get; set; }

    /// <summary>The title came out so many days ago or less; a title with no known date is neither young nor old.</summary>
    public int? NewerThanDays { get; set; }

    /// <summary>The title came out more than so many days ago.</summary>
    public int? OlderThanDays { get; set; }

    /// <summary>Only for pages in one of these countries.</summary>
    public IList<string> Countries { get; } = [];

    /// <summary>Only for pages on one of these devices.</summary>
    public IList<DeviceKind> Devices { get; } = [];
}
