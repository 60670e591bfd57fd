"""What the fields of a film tell, by the names that phones, cameras and shops give them.

Spec: QuickTime File Format: user data, metadata keys; iTunes metadata; 3GPP TS 26.244 §8.
"""

from bot.engine.model import Kind

# Four letters of a field in udta or ilst (without the © of QuickTime's): kind and name.
FIELDS = {
    "nam": (Kind.TEXT, "Title"), "ART": (Kind.OWNER, "Artist"), "aART": (Kind.OWNER, "AlbumArtist"),
    "wrt": (Kind.OWNER, "Composer"), "com": (Kind.OWNER, "Composer"), "aut": (Kind.OWNER, "Author"),
    "cmt": (Kind.TEXT, "Comment"), "des": (Kind.TEXT, "Description"),
    "desc": (Kind.TEXT, "Description"), "ldes": (Kind.TEXT, "LongDescription"),
    "inf": (Kind.TEXT, "Information"), "alb": (Kind.TEXT, "Album"), "gen": (Kind.TEXT, "Genre"),
    "lyr": (Kind.TEXT, "Lyrics"), "grp": (Kind.TEXT, "Grouping"), "key": (Kind.TEXT, "Keywords"),
    "day": (Kind.DATETIME, "ContentCreateDate"), "too": (Kind.SOFTWARE, "Encoder"),
    "enc": (Kind.SOFTWARE, "EncodedBy"), "swr": (Kind.SOFTWARE, "SoftwareVersion"),
    "sws": (Kind.SOFTWARE, "Software"), "swf": (Kind.SOFTWARE, "SongWriter"),
    "mak": (Kind.MAKE, "Make"), "manu": (Kind.MAKE, "Make"),
    "mod": (Kind.MODEL, "Model"), "mdl": (Kind.MODEL, "Model"), "modl": (Kind.MODEL, "Model"),
    "sn": (Kind.SERIAL, "SerialNumber"), "csn": (Kind.SERIAL, "CameraSerialNumber"),
    "snm": (Kind.SERIAL, "SerialNumber"), "uid": (Kind.UNIQUE_ID, "UserID"),
    "cpy": (Kind.OWNER, "Copyright"), "cprt": (Kind.OWNER, "Copyright"),
    "dir": (Kind.OWNER, "Director"), "prd": (Kind.OWNER, "Producer"),
    "prf": (Kind.PERSON, "Performers"), "perf": (Kind.PERSON, "Performer"),
    "auth": (Kind.OWNER, "Author"), "titl": (Kind.TEXT, "Title"),
    "dscp": (Kind.TEXT, "Description"),
    "gnre": (Kind.TEXT, "Genre"), "albm": (Kind.TEXT, "Album"), "kywd": (Kind.TEXT, "Keywords"),
    "name": (Kind.TEXT, "TrackName"), "hst": (Kind.HOST, "HostComputer"),
    "apID": (Kind.OWNER, "AppleStoreAccount"), "ownr": (Kind.OWNER, "Owner"),
    "xid ": (Kind.UNIQUE_ID, "XID"), "keyw": (Kind.TEXT, "Keyword"),
    "catg": (Kind.TEXT, "Category"),
    "purl": (Kind.TEXT, "PodcastURL"), "url": (Kind.TEXT, "URL"),
    "req": (Kind.TEXT, "Requirements"),
    "fmt": (Kind.TEXT, "Format"), "src": (Kind.OWNER, "SourceCredits"),
    "TIM": (Kind.SETTING, "StartTimecode"), "TSC": (Kind.SETTING, "StartTimeScale"),
    "TSZ": (Kind.SETTING, "StartTimeSampleSize"),
    "FIRM": (Kind.SOFTWARE, "FirmwareVersion"), "CAME": (Kind.SERIAL, "SerialNumberHash"),
    "LENS": (Kind.SERIAL, "LensSerialNumber"), "MUID": (Kind.UNIQUE_ID, "MediaUID"),
    "GUMI": (Kind.UNIQUE_ID, "MediaUID"), "BCID": (Kind.UNIQUE_ID, "BroadcastID"),
    "CNMN": (Kind.MODEL, "Model"), "CNFV": (Kind.SOFTWARE, "FirmwareVersion"),
    "CNCV": (Kind.SOFTWARE, "CompressorVersion"), "date": (Kind.DATETIME, "DateTimeOriginal"),
}  # fmt: skip
NUMBERED = frozenset({"CAME", "MUID", "GUMI", "LENS"})  # bytes, told in hexadecimal

# The last word of a key ("com.apple.quicktime.make"): kind and name.
KEYS = {
    "make": (Kind.MAKE, "Make"), "manufacturer": (Kind.MAKE, "AndroidMake"),
    "model": (Kind.MODEL, "Model"), "software": (Kind.SOFTWARE, "Software"),
    "version": (Kind.SOFTWARE, "AndroidVersion"), "encoder": (Kind.SOFTWARE, "Encoder"),
    "creationdate": (Kind.DATETIME, "CreationDate"), "date": (Kind.DATETIME, "CreationDate"),
    "identifier": (Kind.UNIQUE_ID, "ContentIdentifier"),
    "signature": (Kind.UNIQUE_ID, "OriginatingSignature"),
    "lens_model": (Kind.LENS, "LensModel"), "lens-model": (Kind.LENS, "LensModel"),
    "author": (Kind.OWNER, "Author"), "artist": (Kind.OWNER, "Artist"),
    "copyright": (Kind.OWNER, "Copyright"), "director": (Kind.OWNER, "Director"),
    "producer": (Kind.OWNER, "Producer"), "publisher": (Kind.OWNER, "Publisher"),
    "performer": (Kind.PERSON, "Performers"), "title": (Kind.TEXT, "Title"),
    "displayname": (Kind.TEXT, "DisplayName"), "description": (Kind.TEXT, "Description"),
    "comment": (Kind.TEXT, "Comment"), "keywords": (Kind.TEXT, "Keywords"),
    "information": (Kind.TEXT, "Information"), "album": (Kind.TEXT, "Album"),
    "genre": (Kind.TEXT, "Genre"), "name": (Kind.PLACE, "LocationName"),
    "horizontal": (Kind.GPS_DETAIL, "LocationAccuracyHorizontal"),
    "serialnumber": (Kind.SERIAL, "SerialNumber"), "serial": (Kind.SERIAL, "SerialNumber"),
}  # fmt: skip
PLACES = ("location.iso6709", "location", "gps")  # ends of keys under which a place stands
SETTINGS = ("camera.identifier", "utc_offset", "orientation", ".fps")  # of keys that tell little
