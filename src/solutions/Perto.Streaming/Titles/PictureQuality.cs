namespace Perto.Streaming;

/// <summary>The best picture of a title.</summary>
public enum PictureQuality
{
    /// <summary>High definition (1080 lines); what a title has that says nothing.</summary>
    Hd,

    /// <summary>Standard definition.</summary>
    Sd,

    /// <summary>Ultra high definition (2160 lines).</summary>
    Uhd,
}
