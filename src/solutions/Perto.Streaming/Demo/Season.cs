namespace Perto.Streaming;

/// <summary>How a genre rises once a year.</summary>
/// <param name="PeakDay">The day of the year on which it is highest, from 1.</param>
/// <param name="Height">What it adds to the attraction of its titles on that day, in logits.</param>
internal sealed record Season(int PeakDay, double Height)
{
    // With 4, half of the height is left after 34 days.
    private const double Concentration = 4;

    /// <summary><c>Height x exp(4 (cos(2 pi (day - PeakDay) / 365.25) - 1))</c>: the form of a von Mises distribution.</summary>
    public double At(int dayOfYear) => Height * Math.Exp(Concentration * (Math.Cos(2 * Math.PI * (dayOfYear - PeakDay) / 365.25) - 1));
}
