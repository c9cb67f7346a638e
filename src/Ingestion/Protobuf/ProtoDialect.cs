using Google.Protobuf.Reflection;

namespace Ingestion.Protobuf;

/// <summary>What a file's version of the Protobuf language means where it leaves things unsaid.</summary>
/// <param name="IsProto3">True for <c>syntax = "proto3"</c>.</param>
/// <param name="Features">What a file of an edition chooses for itself; null elsewhere.</param>
internal sealed record ProtoDialect(bool IsProto3, FeatureSet? Features)
{
    public static ProtoDialect Of(FileDescriptorProto file) => new(file.Syntax == "proto3", file.Syntax == "editions" ? file.Options?.Features ?? new FeatureSet() : null);

    /// <summary>True if it can be told whether a field was written.</summary>
    public bool HasPresence(FieldDescriptorProto field) => field.label != FieldDescriptorProto.Label.LabelRepeated
        && (field.ShouldSerializeOneofIndex() || field.Proto3Optional || (Features is null ? !IsProto3 : Presence(field) != FeatureSet.FieldPresence.Implicit));

    public bool IsRequired(FieldDescriptorProto field) =>
        field.label == FieldDescriptorProto.Label.LabelRequired || (Features is not null && Presence(field) == FeatureSet.FieldPresence.LegacyRequired);

    /// <summary>True if a text that is no UTF-8 spoils the message.</summary>
    public bool ChecksUtf8(FieldDescriptorProto field) =>
        Features is null ? IsProto3 : Chosen(field.Options?.Features?.utf8_validation, Features.utf8_validation) != FeatureSet.Utf8Validation.None;

    /// <summary>True if numbers without a name are no values of the enum.</summary>
    public bool IsClosed(EnumDescriptorProto type) =>
        Features is null ? !IsProto3 : Chosen(type.Options?.Features?.enum_type, Features.enum_type) == FeatureSet.EnumType.Closed;

    private FeatureSet.FieldPresence Presence(FieldDescriptorProto field) => Chosen(field.Options?.Features?.field_presence, Features!.field_presence);

    // The first value of every feature means that it is not chosen.
    private static T Chosen<T>(T? own, T outer)
        where T : struct, Enum => own is { } chosen && !EqualityComparer<T>.Default.Equals(chosen, default) ? chosen : outer;
}
