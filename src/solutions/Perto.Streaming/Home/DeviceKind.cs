using System.ComponentModel;

namespace Perto.Streaming;

/// <summary>What the page is shown on.</summary>
[Description("What the page is shown on.")]
public enum DeviceKind
{
    /// <summary>A television.</summary>
    Tv,

    /// <summary>A telephone.</summary>
    Mobile,

    /// <summary>A tablet.</summary>
    Tablet,

    /// <summary>A computer.</summary>
    Desktop,
}
