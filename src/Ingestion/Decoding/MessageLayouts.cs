namespace Ingestion.Decoding;

/// <summary>The layouts of the producers whose messages came last. One thread at a time.</summary>
internal sealed class MessageLayouts
{
    private const int MaxLayouts = 4;
    private const int MaxPatience = 1024;

    private MessageLayout[] _known = [];
    private int _oldest;
    private int _misses;
    private int _patience = 1;

    /// <summary>Layouts to try, the likeliest first.</summary>
    public ReadOnlySpan<MessageLayout> Known => _known;

    /// <summary>Collects the layout of a message that is read strictly.</summary>
    public MessageLayout.Builder Learning { get; } = new();

    /// <summary>A message had the layout at that place of <see cref="Known"/>.</summary>
    public void Hit(int place)
    {
        if (place > 0)
        {
            (_known[0], _known[place]) = (_known[place], _known[0]);
        }

        (_misses, _patience) = (0, 1);
    }

    /// <summary>A message had none of them.</summary>
    /// <returns>True if its layout is to be collected. Messages that never repeat one would be learnt for nothing: the more misses, the rarer the attempts.</returns>
    public bool Miss()
    {
        if (++_misses < _patience && _known.Length == MaxLayouts)
        {
            return false;
        }

        Learning.Clear();
        return true;
    }

    /// <summary>Keeps the layout that was collected, if there is one.</summary>
    public void Learn()
    {
        if (Learning.Result is not { } layout)
        {
            return;
        }

        (_misses, _patience) = (0, Math.Min(_patience * 2, MaxPatience));
        if (_known.Length < MaxLayouts)
        {
            _known = [layout, .. _known];
            return;
        }

        _known[_oldest] = layout;
        _oldest = (_oldest + 1) % MaxLayouts;
    }
}
