using Perto.Platform;

namespace Perto.Cli;

/// <summary>The order of the arms: the control, then the others by name.</summary>
internal static class ArmOrder
{
    private const string UsualControl = "control";

    /// <summary>Numbers of the arms in that order.</summary>
    /// <param name="arms">Names.</param>
    /// <param name="control">The control's; null: <c>control</c>.</param>
    /// <param name="file">Where they are from, for messages.</param>
    /// <exception cref="InvalidValueException">There is no such control, or no second arm.</exception>
    public static int[] Of(IReadOnlyList<string> arms, string? control, string file)
    {
        string wanted = control ?? UsualControl;
        if (!arms.Contains(wanted))
        {
            throw new InvalidValueException(
                "--control", wanted, "one of the arms", $"--control must be one of the arms of {file} ({string.Join(", ", arms.Order(StringComparer.Ordinal))}); got '{wanted}'");
        }
        if (arms.Count < 2)
            throw new InvalidValueException("file", file, "of two arms and more", $"An experiment has two arms and more; {file} has '{arms[0]}' alone");
        return [.. Enumerable.Range(0, arms.Count).OrderBy(arm => arms[arm] == wanted ? 0 : 1).ThenBy(arm => arms[arm], StringComparer.Ordinal)];
    }
}
