using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Perto.Testing;

namespace Perto.Platform.Tests;

/// <summary>The provider of models of files over a folder of its own with made models.</summary>
internal sealed class TestLocalModels : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ServiceProvider _services;

    public TestLocalModels(params IReadOnlyList<KeyValuePair<string, string?>> settings)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddPerto(new ConfigurationBuilder()
            .AddInMemoryCollection([new("Perto:DataFolder", _folder.Path)])
            .AddInMemoryCollection(settings)
            .Build());
        _services = services.BuildServiceProvider();
    }

    /// <summary>The words of <see cref="MadeModel"/>'s vocabulary of 60.</summary>
    public static string Vocabulary { get; } = string.Join(
        '\n', (string[])["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", ":", "query", "passage", "red", "shoes", .. Enumerable.Range(10, 50).Select(i => $"w{(char)('a' + (i % 26))}{i / 26}")]);

    public LanguageModels Models => _services.GetRequiredService<LanguageModels>();

    public string Folder => _folder.Find("language-models");

    /// <summary>Writes a model's folder.</summary>
    public void Write(string name, MadeModel model, params ReadOnlySpan<(string File, string Text)> others)
    {
        string folder = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.Combine(folder, "1_Pooling"));
        File.WriteAllText(Path.Combine(folder, "config.json"), model.ConfigText);
        File.WriteAllText(Path.Combine(folder, "vocab.txt"), Vocabulary);
        File.WriteAllBytes(Path.Combine(folder, "model.safetensors"), SafetensorsWriter.Write(model.Tensors()));
        foreach ((string file, string text) in others)
            File.WriteAllText(Path.Combine(folder, file), text);
    }

    public void Dispose()
    {
        _services.Dispose();
        _folder.Dispose();
    }
}
