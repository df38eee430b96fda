using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json;

namespace Perto.Platform;

/// <summary>Settings under <c>Perto:Ollama</c>: models that Ollama runs, on this machine or another.</summary>
public sealed class OllamaSettings
{
    internal const string Section = "Ollama";

    /// <summary>Where Ollama listens, such as <c>http://localhost:11434</c>. Without it the provider is not there.</summary>
    public Uri? Url { get; set; }

    /// <summary>The model that embeds, where a name says <c>ollama</c> alone.</summary>
    [Required]
    public string EmbeddingModel { get; set; } = "nomic-embed-text";

    /// <summary>The model that answers in words, where a name says <c>ollama</c> alone.</summary>
    [Required]
    public string ChatModel { get; set; } = "llama3.2";

    /// <summary>Dimensions of vectors, for models that leave the choice; null: the model's own.</summary>
    [Range(1, 65_536)]
    public int? Dimensions { get; set; }

    /// <summary>Most texts in a request.</summary>
    [Range(1, 10_000)]
    public int BatchSize { get; set; } = 64;

    /// <summary>How long Ollama keeps a model in memory after a request: a duration (<c>5m</c>), or seconds (<c>300</c>; <c>-1</c>: for ever); null: as Ollama is set up.</summary>
    [RegularExpression("^-?([0-9]+(\\.[0-9]+)?(ns|us|ms|s|m|h))+$|^-?[0-9]{1,9}$", ErrorMessage = "a duration as Ollama writes it, such as 5m or -1")]
    public string? KeepAlive { get; set; }

    /// <summary>Writes <c>keep_alive</c>, if it is given. As text Ollama takes durations with a unit only; seconds are a number.</summary>
    internal static void WriteKeepAlive(Utf8JsonWriter json, string? keepAlive)
    {
        if (long.TryParse(keepAlive, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long seconds))
            json.WriteNumber("keep_alive", seconds);
        else if (keepAlive is not null)
            json.WriteString("keep_alive", keepAlive);
    }

    /// <exception cref="InvalidSettingException">A setting cannot be used.</exception>
    internal void Check() =>
        Url = Url is null ? null : ServiceAddress.Checked(Url, "Perto:Ollama:Url", "http://localhost:11434/");
}
