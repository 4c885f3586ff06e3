"""The pages of the desk (经办台的页面): each file a family, each page behind the door."""
