namespace Perto.Pinecone;

/// <summary>
/// Pinecone shows a write some time after it has taken it. What waits for that: the service numbers the writes of a namespace, and says with each
/// query up to which number it shows them.
/// </summary>
public enum PineconeFreshness
{
    /// <summary>A write returns when queries show it: every later call sees it, from any process. The default.</summary>
    Written,

    /// <summary>A write returns when the service has taken it; the next read by this process waits until it is shown.</summary>
    Own,

    /// <summary>Nothing waits: a read may miss writes of the last seconds.</summary>
    None,
}
