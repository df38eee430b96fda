namespace Perto.Streaming;

/// <summary>A made-up title with what nobody can see of it.</summary>
internal sealed record MadeTitle
{
    /// <summary>Its place; its id is one more.</summary>
    public required int Index { get; init; }

    /// <summary>What the service says of it.</summary>
    public required CatalogueEntry Entry { get; init; }

    /// <summary>Its genres as places in <see cref="TitleNames.Genres"/>.</summary>
    public required int[] Genres { get; init; }

    /// <summary>Where it lies in the space of hidden tastes.</summary>
    public required double[] Hidden { get; init; }

    /// <summary>How good it is, 0 in the mean.</summary>
    public required double Quality { get; init; }

    /// <summary>How well it is known, 0 in the mean.</summary>
    public required double Popularity { get; init; }

    /// <summary>Of a series; a film has one.</summary>
    public required int Episodes { get; init; }

    /// <summary>The first day on which the service has it, in days since 1970.</summary>
    public required int AddedDay { get; init; }

    /// <summary>Minutes of the film, or of an episode.</summary>
    public int Minutes => Entry.DurationMinutes!.Value;

    /// <summary>How much of the service's own pages it has: what <see cref="WeightedTitles"/> draws by.</summary>
    public double Weight => Math.Exp(0.9 * Popularity);
}
