using System.ComponentModel;

namespace Perto.Streaming;

/// <summary>When the page is shown, in the person's own time.</summary>
[Description("When the page is shown, in the person's own time.")]
public enum TimeOfDay
{
    /// <summary>6 to 12.</summary>
    Morning,

    /// <summary>12 to 18.</summary>
    Afternoon,

    /// <summary>18 to 24.</summary>
    Evening,

    /// <summary>0 to 6.</summary>
    Night,
}
