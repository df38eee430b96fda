namespace Perto.Vectors.Storage;

/// <summary>A file of the store cannot be used: names the file, what failed and what to do.</summary>
public class StorageException : Exception
{
    /// <param name="file">The file or folder, relative to the folder of the store.</param>
    /// <param name="problem">What failed, as a sentence without its end: "cannot be written: no space is left on the disk".</param>
    /// <param name="remedy">What to do, as a sentence without its end.</param>
    /// <param name="inner">The cause, if there is one.</param>
    public StorageException(string file, string problem, string remedy, Exception? inner = null)
        : base($"'{file}' {problem}. {remedy}.", inner)
    {
        File = file;
        Problem = problem;
        Remedy = remedy;
    }

    /// <summary>The file or folder, relative to the folder of the store.</summary>
    public string File { get; }

    /// <summary>What failed.</summary>
    public string Problem { get; }

    /// <summary>What to do.</summary>
    public string Remedy { get; }
}
