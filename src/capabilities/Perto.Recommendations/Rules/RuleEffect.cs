namespace Perto.Recommendations;

/// <summary>What a rule does with a candidate.</summary>
public readonly record struct RuleEffect
{
    private RuleEffect(float factor, string? words = null)
    {
        Factor = factor;
        Words = words;
    }

    /// <summary>The rule has nothing to say.</summary>
    public static RuleEffect Keep { get; } = new(1f);

    /// <summary>The candidate is not shown.</summary>
    public static RuleEffect Drop { get; } = new(0f);

    /// <summary>What the score is multiplied with; 0 drops the candidate.</summary>
    public float Factor { get; }

    /// <summary>What the explanation says of an effect that is no factor; null where the factor says it.</summary>
    public string? Words { get; }

    /// <summary>Leaves the score and says something: that the place of a title was fixed.</summary>
    public static RuleEffect Tell(string words) => new(1f, words);

    /// <summary>Multiplies the score.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="factor"/> is not a positive number.</exception>
    public static RuleEffect Scale(float factor)
    {
        if (!(factor > 0) || !float.IsFinite(factor))
            throw new ArgumentOutOfRangeException(nameof(factor), factor, "factor must be a positive number");
        return new RuleEffect(factor);
    }
}
