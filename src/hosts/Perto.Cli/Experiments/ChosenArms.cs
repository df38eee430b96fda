using Perto.Platform;

namespace Perto.Cli;

/// <summary>Which arms are compared.</summary>
/// <param name="Control">Name of the control; null: <c>control</c>.</param>
/// <param name="Treatments">The arms that are compared with it; none: all others.</param>
internal sealed record ChosenArms(string? Control, IReadOnlyList<string> Treatments)
{
    private const string UsualControl = "control";

    /// <summary>Numbers of the arms that are compared: the control, then the others by name.</summary>
    /// <param name="arms">Names.</param>
    /// <param name="file">Where they are from, for messages.</param>
    /// <exception cref="InvalidValueException">There is no such arm, or no second one.</exception>
    public int[] OrderOf(IReadOnlyList<string> arms, string file)
    {
        string control = Control ?? UsualControl;
        ThrowUnlessThere("--control", control, arms, file);
        foreach (string treatment in Treatments)
        {
            ThrowUnlessThere("--treatment", treatment, arms, file);
            if (treatment == control || Treatments.Count(other => other == treatment) > 1)
                throw new InvalidValueException("--treatment", treatment, "given once, and not the control", $"--treatment must be given once for an arm, and not be the control; got '{treatment}'");
        }
        if (arms.Count < 2)
            throw new InvalidValueException("file", file, "of two arms and more", $"An experiment has two arms and more; {file} has '{arms[0]}' alone");
        return
        [
            .. Enumerable.Range(0, arms.Count)
                .Where(arm => Treatments.Count == 0 || arms[arm] == control || Treatments.Contains(arms[arm]))
                .OrderBy(arm => arms[arm] == control ? 0 : 1)
                .ThenBy(arm => arms[arm], StringComparer.Ordinal),
        ];
    }

    private static void ThrowUnlessThere(string option, string arm, IReadOnlyList<string> arms, string file)
    {
        if (!arms.Contains(arm))
        {
            throw new InvalidValueException(
                option, arm, "one of the arms", $"{option} must be one of the arms of {file} ({string.Join(", ", arms.Order(StringComparer.Ordinal))}); got '{arm}'");
        }
    }
}
