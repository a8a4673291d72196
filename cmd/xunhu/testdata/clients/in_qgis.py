"""What QGIS sees: of a service by its OAPIF provider, of a GeoPackage, of views in PostgreSQL.

in_qgis.py ORDERS.json: {"ogc": address, "collections": [...], "gpkg": file, "pg": connection,
"tables": [...], "picture": file}; writes what it saw to standard output as JSON.
"""
import json
import os
import sys

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from qgis.core import (QgsApplication, QgsCoordinateReferenceSystem, QgsFeatureRequest, QgsMapRendererParallelJob,
                       QgsMapSettings, QgsRectangle, QgsVectorLayer, QgsVectorLayerUtils)
from qgis.PyQt.QtCore import QEventLoop, QSize
from qgis.PyQt.QtGui import QColor


def seen(layer):
    """Counts and columns of a layer, read to the end."""
    if not layer.isValid():
        return {"error": layer.error().message() or layer.dataProvider().error().message() if layer.dataProvider() else "not valid"}
    read = sum(1 for _ in layer.getFeatures())
    return {"told": layer.featureCount(), "read": read, "fields": {f.name(): f.typeName() for f in layer.fields()},
            "crs": layer.crs().authid(), "error": layer.dataProvider().error().message()}


def service(orders):
    out = {}
    for name in orders["collections"]:
        uri = "url='%s' typename='%s'" % (orders["ogc"], name)
        one = seen(QgsVectorLayer(uri, name, "OAPIF"))
        one["paged"] = seen(QgsVectorLayer(uri + " pageSize='7' pagingEnabled='true'", name, "OAPIF")).get("read")
        out[name] = one
    sites = QgsVectorLayer("url='%s' typename='sites' restrictToRequestBBOX='1'" % orders["ogc"], "sites", "OAPIF")
    sites.setSubsetString("\"class\" = 'outfall'")
    out["outfalls"] = {"read": sum(1 for _ in sites.getFeatures())}
    for name, since in ("late", ">= '2020-01-01T00:00:00Z'"), ("early", "<= '2020-01-01T00:00:00Z'"):
        incidents = QgsVectorLayer("url='%s' typename='incidents'" % orders["ogc"], "incidents", "OAPIF")
        incidents.setSubsetString('"occurred_at" ' + since)
        out[name] = {"read": sum(1 for _ in incidents.getFeatures())}
    towns = QgsVectorLayer("url='%s' typename='towns' restrictToRequestBBOX='1'" % orders["ogc"], "towns", "OAPIF")
    box = QgsFeatureRequest(QgsRectangle(*orders["box"]))
    out["box"] = {"read": sum(1 for _ in towns.getFeatures(box))}
    return out


def tables(orders, open_table):
    """How each table is drawn by the style that is stored beside it, and the map of all."""
    out, layers = {}, []
    for name in orders["tables"]:
        layer = open_table(name)
        one = seen(layer)
        if layer.isValid():
            said, done = layer.loadDefaultStyle()
            renderer = layer.renderer()
            one.update(style=done, why=said, renderer=renderer.type() if renderer else "",
                       labels=layer.labelsEnabled(), alias=layer.attributeDisplayName(layer.fields().indexOf("name")) if "name" in one["fields"] else "")
            one["faults"] = [r.filterExpression() for r in renderer.rootRule().children() if r.filter() and r.filter().hasParserError()] if one["renderer"] == "RuleRenderer" else []
            layers.append(layer)
        out[name] = one
    return out, layers


def picture(layers, file, box):
    settings = QgsMapSettings()
    settings.setLayers(layers[::-1])
    settings.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:4548"))
    settings.setOutputSize(QSize(1400, 1000))
    settings.setOutputDpi(110)
    settings.setBackgroundColor(QColor("#e9ebe7"))
    from qgis.core import QgsCoordinateTransform, QgsProject
    settings.setExtent(QgsCoordinateTransform(QgsCoordinateReferenceSystem("EPSG:4326"), QgsCoordinateReferenceSystem("EPSG:4548"), QgsProject.instance()).transformBoundingBox(QgsRectangle(*box)))
    job = QgsMapRendererParallelJob(settings)
    loop = QEventLoop()
    job.finished.connect(loop.quit)
    job.start()
    loop.exec_()
    image = job.renderedImage()
    image.save(file)
    return {"errors": [e.message for e in job.errors()], "colours": len({image.pixel(x, y) for x in range(0, 1400, 5) for y in range(0, 1000, 5)})}


def main():
    with open(sys.argv[1], encoding="utf-8") as f:
        orders = json.load(f)
    app = QgsApplication([], False)
    app.initQgis()
    out = {"version": app.platform()}
    if "ogc" in orders:
        out["service"] = service(orders)
    if "gpkg" in orders:
        out["tables"], layers = tables(orders, lambda name: QgsVectorLayer(orders["gpkg"] + "|layername=" + name, name, "ogr"))
    elif "pg" in orders:
        out["tables"], layers = tables(orders, lambda name: QgsVectorLayer(orders["pg"] + " key='fid' table=\"xunhu_gis\".\"%s\" (geom)" % name, name, "postgres"))
    if "picture" in orders:
        out["picture"] = picture(layers, orders["picture"], orders["box_all"])
    json.dump(out, sys.stdout, ensure_ascii=False)
    sys.stdout.flush()
    os._exit(0)  # taking QGIS down without a window may crash after the work is done


main()
