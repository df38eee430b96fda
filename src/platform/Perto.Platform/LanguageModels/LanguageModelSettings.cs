using System.ComponentModel.DataAnnotations;
using Perto.Language;

namespace Perto.Platform;

/// <summary>Where models of files stand, and how they are run: settings under <c>Perto:LanguageModels</c>.</summary>
public sealed class LanguageModelSettings
{
    /// <summary>The folder that relative names of models begin in; null: <c>language-models</c> under the data folder.</summary>
    public string? Folder { get; set; }

    /// <summary>Most threads that all models run in this process use together; 0: one for each core.</summary>
    [Range(0, 1_024)]
    public int Threads { get; set; }

    /// <summary>How their weights are kept: <c>float32</c>, or <c>int8</c> for a quarter of the memory.</summary>
    public WeightPrecision Precision { get; set; }
}
