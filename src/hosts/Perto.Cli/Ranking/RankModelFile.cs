using System.Text;
using Perto.Learning;
using Perto.Platform;

namespace Perto.Cli;

/// <summary>The file of a ranker, in the form of Perto or as LightGBM's text.</summary>
internal static class RankModelFile
{
    /// <summary>Writes beside the file and moves it there when it is whole, so that a model which is there is not lost.</summary>
    public static void Write(BoostedTrees model, FileInfo file, RankModelFormat format)
    {
        string beside = $"{file.FullName}.{Environment.ProcessId}.part";
        try
        {
            using (FileStream stream = File.Create(beside))
                Write(model, stream, format);
            File.Move(beside, file.FullName, overwrite: true);
        }
        finally
        {
            File.Delete(beside);
        }
    }

    private static void Write(BoostedTrees model, FileStream stream, RankModelFormat format)
    {
        if (format == RankModelFormat.Native)
        {
            model.Save(stream);
            return;
        }

        using StreamWriter writer = new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        LightGbmWriter.Write(model, writer);
    }

    /// <summary>Reads either form: which it is, its first bytes say.</summary>
    public static BoostedTrees Read(FileInfo file)
    {
        if (!file.Exists)
            throw new InvalidValueException("file", file.FullName, "an existing file", $"There is no file '{file.FullName}'");
        using FileStream stream = file.OpenRead();
        Span<byte> start = stackalloc byte[4];
        int read = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        stream.Position = 0;
        if (!start[..read].SequenceEqual("tree"u8))
            return BoostedTrees.Load(stream);
        using StreamReader reader = new(stream, Encoding.UTF8);
        return LightGbmReader.Read(reader);
    }
}
